using Mochi.BeamAsm.Ir;
using Mochi.Language.Binding;
using Mochi.Language.Types;

namespace Mochi.Language.Lowering;

internal sealed partial class FunctionLowering
{
    private Expression Statement(BoundStatement statement)
    {
        var expression = LowerStatement(statement);
        return expression.Position.IsKnown ? expression : expression with { Position = module.Position(statement.Span) };
    }

    private Expression LowerStatement(BoundStatement statement)
    {
        switch (statement)
        {
            case BoundBlock block:
                return new BlockExpression([.. block.Statements.Select(Statement)]);
            case BoundVariable { Symbol: { Constant: not null } }:
                return Node.Unit;
            case BoundVariable variable:
                return Declare(variable.Symbol, Lower(variable.Value));
            case BoundFunctions functions:
                return LocalFunctions(functions);
            case BoundAssignment assignment:
                return Assignment(assignment);
            case BoundExpressionStatement expression:
                return Lower(expression.Expression);
            case BoundIfStatement choice:
                return Node.If(
                    Lower(choice.Condition),
                    Statement(choice.Then),
                    choice.Else is null ? Node.Unit : Statement(choice.Else));
            case BoundWhile loop:
                var label = new LoopLabel("while");
                var condition = loop.Condition is BoundLiteral { Value: true } ? null : Lower(loop.Condition);
                return new LoopExpression(label, condition, LoopBody(label, loop.Body), Step: null);
            case BoundForRange loop:
                return ForRange(loop);
            case BoundForEach loop:
                return ForEach(loop);
            case BoundReturn { Value: null }:
                return Node.Return(Result(Node.Unit));
            case BoundReturn { Value: { } value }:
                return Return(value);
            case BoundBreak:
                return new BreakExpression(_loops.Peek());
            case BoundContinue:
                return new ContinueExpression(_loops.Peek());
            case BoundTry attempt:
                return Try(attempt);
            // Compared by the runtime, which then can show both sides.
            case BoundExpect { Condition: BoundBinary { Operator: "==" or "!=" or "<" or "<=" or ">" or ">=" } compared } expect:
                return Call("mochi_test", "expect", expect.Span, Node.Atom(compared.Operator), Lower(compared.Left),
                    Lower(compared.Right), Node.String(expect.Text));
            case BoundExpect expect:
                return Call("mochi_test", "expect", expect.Span, Lower(expect.Condition), Node.String(expect.Text));
            case BoundTest test:
                return Call("mochi_test", "run", test.Span, Node.String(test.Name), Lambda(test.Body, "test"));
            case BoundUpdate update:
                return Update(update);
            default:
                throw new ArgumentException($"no lowering for {statement.GetType().Name}", nameof(statement));
        }
    }

    private Expression Return(BoundExpression value)
    {
        if (value.Type.Is(MochiType.Unit) || value.Type.Is(MochiType.Never))
        {
            return _function is { InOut.Count: > 0 }
                ? Node.Block(Lower(value), Node.Return(Result(Node.Unit)))
                : Node.Return(Lower(value));
        }

        if (_function is not { InOut.Count: > 0 }) return Node.Return(Lower(value));
        var before = new List<Expression>();
        var held = Hold(Lower(value), IrTypes.Of(value.Type), before, "result");
        return Sequence(before, Node.Return(Result(held)));
    }

    private Expression LoopBody(LoopLabel label, BoundBlock body)
    {
        _loops.Push(label);
        var lowered = Statement(body);
        _loops.Pop();
        return lowered;
    }

    private ForRangeExpression ForRange(BoundForRange loop)
    {
        var label = new LoopLabel("for");
        var from = Lower(loop.From);
        var to = Lower(loop.To);
        var (variable, prologue) = LoopVariable(loop.Variable);
        return new ForRangeExpression(label, variable, from, to, Sequence(prologue, LoopBody(label, loop.Body)));
    }

    private ForEachExpression ForEach(BoundForEach loop)
    {
        var label = new LoopLabel("for");
        var list = Lower(loop.List);
        if (loop.Second is null)
        {
            var (variable, prologue) = LoopVariable(loop.Variable);
            return new ForEachExpression(label, variable, list, Sequence(prologue, LoopBody(label, loop.Body)));
        }

        var pair = new Local("pair", IrType.Tuple);
        var shape = new TupleShape(2, Tag: null);
        var before = new List<Expression>
        {
            Declare(loop.Variable, new TupleElementExpression(Node.Get(pair), shape, 0)),
            Declare(loop.Second, new TupleElementExpression(Node.Get(pair), shape, 1)),
        };
        return new ForEachExpression(label, pair, list, Sequence(before, LoopBody(label, loop.Body)));
    }

    /// <summary>The loop's own local, and a copy that can be changed when the body does that.</summary>
    private (Local Variable, List<Expression> Prologue) LoopVariable(LocalSymbol symbol)
    {
        var variable = new Local(symbol.Name, IrTypes.Of(symbol.Type));
        if (symbol.IsShared) return (variable, [Put(symbol, Node.Get(variable))]);
        if (!symbol.IsAssigned)
        {
            _locals[symbol] = variable;
            return (variable, []);
        }

        var copy = new Local(symbol.Name, variable.Type, isMutable: true);
        _locals[symbol] = copy;
        return (variable, [Node.Let(copy, Node.Get(variable))]);
    }

    private TryExpression Try(BoundTry attempt)
    {
        var body = Statement(attempt.Body);
        var kind = new Local("class", IrType.Atom);
        var reason = new Local("reason", IrType.Any);
        var stack = new Local("stack", IrType.Any);
        var handler = new List<Expression>();
        if (attempt.Error is { } error)
        {
            var exception = Call(
                "mochi_core", "exception", attempt.Span, Node.Get(kind), Node.Get(reason), Node.Get(stack));
            handler.Add(Declare(error, exception));
        }

        handler.Add(Statement(attempt.Handler));
        if (ControlFlow.CanEnd(attempt.Handler)) handler.Add(Node.Unit);
        if (ControlFlow.CanEnd(attempt.Body)) body = Node.Block(body, Node.Unit);
        return new TryExpression(body, kind, reason, stack, new BlockExpression([.. handler]));
    }

    private Expression Update(BoundUpdate update)
    {
        var changed = new Local("changed", IrType.List, isMutable: true);
        var element = Bind(update.Element);
        var replacement = Lower(update.Replacement);
        if (update.Condition is not null)
        {
            replacement = Node.If(Lower(update.Condition), replacement, Node.Get(element));
        }

        var body = Node.Assign(changed, Node.Cons(replacement, Node.Get(changed)));
        return Node.Block(
            Node.Let(changed, Node.Nil),
            new ForEachExpression(new LoopLabel("update"), element, Read(update.Target), body),
            Write(update.Target, Call("lists", "reverse", update.Span, Node.Get(changed))));
    }

    private Expression LocalFunctions(BoundFunctions functions)
    {
        foreach (var (symbol, _) in functions.Functions) Bind(symbol);
        var lowered = functions.Functions
            .Select(function => new LocalFunction(_locals[function.Symbol], Lambda(function.Lambda, function.Symbol.Name)));
        return new LetFunctionsExpression([.. lowered]);
    }

    /// <summary>Rebuilds the containers on the way to the part that changes, from the inside out.</summary>
    private Expression Assignment(BoundAssignment assignment)
    {
        if (assignment.Path.Count == 0) return Write(assignment.Symbol, Lower(assignment.Value));
        var before = new List<Expression>();
        var indexes = assignment.Path
            .Select(step => step is BoundIndexStep index
                ? Hold(Lower(index.Index), IrTypes.Of(index.Index.Type), before, "index")
                : Node.Unit)
            .ToList();
        var value = Hold(Lower(assignment.Value), IrTypes.Of(assignment.Value.Type), before, "value");
        var changed = Rebuild(assignment.Path, indexes, 0, Read(assignment.Symbol), value);
        return Sequence(before, Write(assignment.Symbol, changed));
    }

    private Expression Rebuild(
        IReadOnlyList<BoundStep> path,
        IReadOnlyList<Expression> indexes,
        int at,
        Expression container,
        Expression value)
    {
        var step = path[at];
        if (at == path.Count - 1) return Store(step, container, indexes[at], value);
        var before = new List<Expression>();
        var held = Hold(container, IrTypes.Of(step.Container), before, "container");
        var inner = Rebuild(path, indexes, at + 1, Fetch(step, held, indexes[at]), value);
        return Sequence(before, Store(step, held, indexes[at], inner));
    }

    private Expression Fetch(BoundStep step, Expression container, Expression index) => step switch
    {
        BoundFieldStep field => Element(container, field.Tag, field.Arity, field.Index, step.Span),
        BoundDynamicFieldStep field => Call("mochi_core", "field", step.Span, container, Node.String(field.Name)),
        _ => ReadIndex(step.Container, container, index, step.Span),
    };

    private Expression Store(BoundStep step, Expression container, Expression index, Expression value) =>
        (step, step.Container.Pruned) switch
        {
            (BoundFieldStep field, _) => new TupleUpdateExpression(
                container,
                new TupleShape(field.Arity, field.Tag),
                [new TupleElementUpdate(field.Index + 1, value)])
            { Position = module.Position(step.Span) },
            (BoundDynamicFieldStep field, _) =>
                Call("mochi_core", "field_set", step.Span, container, Node.String(field.Name), value),
            (_, Types.ListType) => Call("mochi_list", "set", step.Span, container, index, value),
            (_, Types.MapType) => new MapExpression(container, [new MapEntry(index, value)]),
            _ => Call("mochi_core", "index_set", step.Span, container, index, value),
        };
}
