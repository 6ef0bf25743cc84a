using System.Collections.Immutable;
using System.Numerics;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Terms;
using Mochi.Language.Binding;
using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Lowering;

internal sealed partial class FunctionLowering
{
    private Expression Lower(BoundExpression expression)
    {
        var lowered = LowerExpression(expression);
        return lowered.Position.IsKnown || lowered is LiteralExpression
            ? lowered
            : lowered with { Position = module.Position(expression.Span) };
    }

    private Expression LowerExpression(BoundExpression expression)
    {
        switch (expression)
        {
            case BoundLiteral literal: return Literal(literal.Value);
            case BoundUnit or BoundUnreachable: return Node.Unit;
            case BoundLocal { Symbol.Constant: { } constant }: return Literal(constant.Value);
            case BoundLocal local: return Read(local.Symbol);
            case BoundFunctionValue value:
                var reference = new FunctionReference(value.Symbol.EmittedName, value.Symbol.Parameters.Count);
                return new FunctionValueExpression(module.Name, reference);
            case BoundCall call: return DirectCall(call);
            case BoundValueCall call: return ValueCall(call);
            case BoundBuiltinCall call: return BuiltinCall(call);
            case BoundUnary unary: return Unary(unary);
            case BoundBinary binary: return Binary(binary);
            case BoundCoalesce coalesce: return Coalesce(coalesce);
            case BoundIndex index:
                return ReadIndex(index.Target.Type, Lower(index.Target), Lower(index.Index), index.Span);
            case BoundSlice slice: return Slice(slice);
            case BoundField field: return Element(Lower(field.Target), field.Tag, field.Arity, field.Index, field.Span);
            case BoundDynamicField field:
                return Call("mochi_core", "field", field.Span, Lower(field.Target), Node.String(field.Name));
            case BoundSafe safe: return Safe(safe);
            case BoundList list: return List(list.Elements);
            case BoundSet set: return Call("mochi_set", "from_list", set.Span, List(set.Elements));
            case BoundMap map: return Map(map);
            case BoundConstruct construct: return Construct(construct);
            case BoundWith with: return With(with);
            case BoundLambda lambda: return Lambda(lambda, name: null);
            case BoundIf choice: return Node.If(Lower(choice.Condition), Lower(choice.Then), Lower(choice.Else));
            case BoundMatch match: return Match(match);
            case BoundBlockValue { Value: BoundUnreachable } block:
                return new BlockExpression([.. block.Statements.Select(Statement)]);
            case BoundBlockValue block:
                return new BlockExpression([.. block.Statements.Select(Statement), Lower(block.Value)]);
            case BoundConversion conversion: return Conversion(conversion);
            case BoundQuery query: return Query(query);
            default:
                throw new ArgumentException($"no lowering for {expression.GetType().Name}", nameof(expression));
        }
    }

    private static Expression Literal(object? value) => value switch
    {
        BigInteger integer => Node.Integer(integer),
        double number => Node.Float(number),
        bool boolean => Node.Boolean(boolean),
        string text => Node.String(text),
        _ => Node.Atom("none"),
    };

    private static Expression List(ImmutableArray<Expression> elements) =>
        elements.All(element => element is LiteralExpression)
            ? Node.Literal(Term.List(elements.Select(element => ConstantOf(element)!)))
            : new ListExpression(elements, Tail: null);

    private Expression List(IReadOnlyList<BoundExpression> elements) => List([.. elements.Select(Lower)]);

    private Expression Map(BoundMap map)
    {
        var entries = map.Entries.Select(entry => new MapEntry(Lower(entry.Key), Lower(entry.Value))).ToImmutableArray();
        return new MapExpression(Source: null, entries);
    }

    private static Expression Tagged(string tag, ImmutableArray<Expression> values)
    {
        if (values.Length == 0) return Node.Atom(tag);
        return values.All(value => value is LiteralExpression)
            ? Node.Literal(Term.Tuple([Term.Atom(tag), .. values.Select(value => ConstantOf(value)!)]))
            : new TupleExpression([Node.Atom(tag), .. values]);
    }

    private Expression Construct(BoundConstruct construct)
    {
        var inOrder = true;
        for (var i = 0; i < construct.Order.Count; i++) inOrder &= construct.Order[i] == i;
        if (inOrder) return Tagged(construct.Tag, [.. construct.Values.Select(Lower)]);
        var before = new List<Expression>();
        var values = new Expression[construct.Values.Count];
        foreach (var index in construct.Order)
        {
            var value = construct.Values[index];
            values[index] = Hold(Lower(value), IrTypes.Of(value.Type), before, "field");
        }

        return Sequence(before, Tagged(construct.Tag, [.. values]));
    }

    private Expression With(BoundWith with)
    {
        var updates = with.Updates.Select(update => new TupleElementUpdate(update.Index + 1, Lower(update.Value)));
        return new TupleUpdateExpression(Lower(with.Target), new TupleShape(with.Arity, with.Tag), [.. updates]);
    }

    private TupleElementExpression Element(Expression tuple, string tag, int arity, int index, TextSpan span) =>
        new(tuple, new TupleShape(arity, tag), index + 1) { Position = module.Position(span) };

    private LambdaExpression Lambda(BoundLambda lambda, string? name)
    {
        var (function, loops) = (_function, _loops.ToArray());
        _function = null;
        _loops.Clear();
        var parameters = lambda.Parameters.Select(Bind).ToImmutableArray();
        var body = Body(lambda.Body, lambda.Context.Result ?? MochiType.Unit, name ?? "a function value");
        _function = function;
        foreach (var loop in loops.Reverse()) _loops.Push(loop);
        return new LambdaExpression(parameters, body) { Name = name, Position = module.Position(lambda.Span) };
    }

    private Expression DirectCall(BoundCall call)
    {
        var function = call.Function;
        var reference = new FunctionReference(ModuleLowering.DirectName(function), function.Parameters.Count);
        var position = module.Position(call.Span);
        var lowered = new CallExpression(reference, [.. call.Arguments.Select(Lower)]) { Position = position };
        if (function.InOut.Count == 0) return lowered;
        var returned = new Local("returned", IrType.Tuple);
        var shape = new TupleShape(function.InOut.Count + 1, Tag: null);
        var steps = new List<Expression> { Node.Let(returned, lowered) };
        var at = 0;
        foreach (var index in function.InOut)
        {
            at++;
            if (InOutParameters.Target(call, index) is not { } target) continue;
            steps.Add(Write(target, new TupleElementExpression(Node.Get(returned), shape, at)));
        }

        steps.Add(function.Result.Is(MochiType.Unit)
            ? Node.Unit
            : new TupleElementExpression(Node.Get(returned), shape, 0));
        return new BlockExpression([.. steps]) { Position = position };
    }

    private Expression ValueCall(BoundValueCall call)
    {
        // The function is evaluated before its arguments, as it is written.
        if (call.Function is BoundLocal { Symbol: { IsShared: false } symbol } &&
            (symbol.IsFunction || !symbol.IsAssigned) && symbol.Constant is null)
        {
            return new ApplyExpression(Read(symbol), [.. call.Arguments.Select(Lower)]);
        }

        var before = new List<Expression>();
        var function = Hold(Lower(call.Function), IrTypes.Of(call.Function.Type), before, "function");
        return Sequence(before, new ApplyExpression(function, [.. call.Arguments.Select(Lower)])
        {
            Position = module.Position(call.Span),
        });
    }

    private Expression ReadIndex(MochiType type, Expression container, Expression index, TextSpan span)
    {
        type = type.Pruned;
        if (type.Is(MochiType.String)) return Call("mochi_str", "at", span, container, index);
        switch (type)
        {
            case Types.ListType:
                return Call("mochi_list", "at", span, container, index);
            case Types.MapType map:
                var before = new List<Expression>();
                var heldContainer = Hold(container, IrType.Map, before, "map");
                var heldIndex = Hold(index, IrTypes.Of(map.Key), before, "key");
                return Sequence(before, new BuiltInExpression("map_get", [heldIndex, heldContainer])
                {
                    Position = module.Position(span),
                    OnFailure = Call("mochi_map", "at", span, heldContainer, heldIndex),
                });
            default:
                return Call("mochi_core", "index", span, container, index);
        }
    }

    private Expression Slice(BoundSlice slice)
    {
        var moduleName = slice.Type.Is(MochiType.String) ? "mochi_str" : slice.Type.IsAny ? "mochi_core" : "mochi_list";
        if (slice.Step is not null && moduleName == "mochi_str") moduleName = "mochi_core";
        var target = Lower(slice.Target);
        var start = slice.Start is null ? Node.Atom("nil") : Lower(slice.Start);
        var end = slice.End is null ? Node.Atom("nil") : Lower(slice.End);
        return slice.Step is null
            ? Call(moduleName, "slice", slice.Span, target, start, end)
            : Call(moduleName, "slice", slice.Span, target, start, end, Lower(slice.Step));
    }

    /// <summary>None stays none; otherwise the operation on the value that is there.</summary>
    private MatchExpression Safe(BoundSafe safe)
    {
        var held = Bind(safe.Held);
        var operation = Lower(safe.Operation);
        return new MatchExpression(Lower(safe.Target), [.. NoneClause(Node.Atom("none")), .. Present(safe.Target.Type, held, operation)]);
    }

    private Expression Coalesce(BoundCoalesce coalesce)
    {
        var left = Lower(coalesce.Left);
        var right = Lower(coalesce.Right);
        var held = new Local("held", IrType.Any);
        if (coalesce.Type.Pruned is OptionType)
        {
            var whole = new MatchClause(new BindPattern(held, new WildcardPattern()), Guard: null, Node.Get(held));
            return new MatchExpression(left, [.. NoneClause(right), whole]);
        }

        return new MatchExpression(left, [.. NoneClause(right), .. Present(coalesce.Left.Type, held, Node.Get(held))]);
    }

    private static MatchClause[] NoneClause(Expression result) =>
        [new MatchClause(new LiteralPattern(Term.Atom("none")), Guard: null, result)];

    /// <summary>
    /// Clauses for a value that is there: wrapped in an option, or for a value of type any perhaps bare.
    /// </summary>
    private static MatchClause[] Present(MochiType type, Local held, Expression result)
    {
        var bind = new BindPattern(held, new WildcardPattern());
        if (type.IsAny) return [new MatchClause(bind, Guard: null, result)];
        return [new MatchClause(Some(bind), Guard: null, result)];
    }

    private static TuplePattern Some(Pattern inner) => new([new LiteralPattern(Term.Atom("some")), inner]);
}
