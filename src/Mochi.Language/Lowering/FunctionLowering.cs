using System.Collections.Immutable;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Terms;
using Mochi.Language.Binding;
using Mochi.Language.Runtime;
using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Lowering;

/// <summary>Lowers one function of the module with the functions inside it.</summary>
internal sealed partial class FunctionLowering(ModuleLowering module)
{
    private readonly Dictionary<LocalSymbol, Local> _locals = [];
    private readonly Stack<LoopLabel> _loops = [];
    private FunctionSymbol? _function;

    /// <summary>The function <c>main/1</c>: the statements at the top, then the tests.</summary>
    public IrFunction Main(BoundProgram program)
    {
        var arguments = new Local("args", IrType.List);
        _locals[program.Arguments] = arguments;
        var body = new List<Expression>();
        if (program.Arguments.IsShared) body.Add(Put(program.Arguments, Node.Get(arguments)));
        body.AddRange(program.Main.Select(Statement));
        foreach (var test in program.Tests) body.Add(Statement(test));
        body.Add(Node.Unit);
        return new IrFunction("main", [arguments], new BlockExpression([.. body]))
        {
            IsExported = true,
            Position = new SourcePosition(module.Source.FileName, 1, 1),
        };
    }

    public IrFunction Function(FunctionSymbol function)
    {
        _function = function;
        var parameters = function.Parameters.Select(Bind).ToImmutableArray();
        var body = Body(function.Body!, function.Result, function.Name);
        var result = IrTypes.Of(function.Result);
        return new IrFunction(ModuleLowering.DirectName(function), parameters, body)
        {
            IsExported = ModuleLowering.DirectName(function) == function.EmittedName &&
                (function.IsValue || function.Syntax.Exported),
            ResultType = function.InOut.Count == 0 ? result : IrType.Tuple,
            Position = module.Position(function.Syntax.Name.Span),
        };
    }

    /// <summary>
    /// The function as others see it: for callers outside the module it checks the arguments once; for all that call it
    /// as a value it drops what would go back through parameters.
    /// </summary>
    public IrFunction Border(FunctionSymbol function)
    {
        var position = module.Position(function.Syntax.Name.Span);
        var parameters = function.Parameters.Select(parameter => new Local(parameter.Name, IrType.Any)).ToImmutableArray();
        var arguments = function.Parameters
            .Zip(parameters, (symbol, local) => function.Syntax.Exported
                ? Check(Node.Get(local), symbol.Type, symbol.Span)
                : Node.Get(local))
            .ToImmutableArray();
        Expression call = new CallExpression(
            new FunctionReference(ModuleLowering.DirectName(function), parameters.Length), arguments)
        { Position = position };
        if (function.InOut.Count > 0)
        {
            call = new TupleElementExpression(call, new TupleShape(function.InOut.Count + 1, Tag: null), 0);
        }

        return new IrFunction(function.EmittedName, parameters, call)
        {
            IsExported = true,
            ResultType = IrTypes.Of(function.Result),
            Position = position,
        };
    }

    private Expression Body(BoundBlock body, MochiType result, string name)
    {
        var statements = body.Statements.Select(Statement).ToList();
        if (ControlFlow.CanEnd(body))
        {
            var needsValue = !result.Is(MochiType.Unit) && !result.IsAny && result.Pruned is not TypeVariable;
            statements.Add(needsValue
                ? Never("mochi_core", "missing_return", body.Span, Node.String(name))
                : Result(result.IsAny ? Node.Atom("none") : Node.Unit));
        }

        return new BlockExpression([.. statements]) { Position = module.Position(body.Span) };
    }

    /// <summary>The result of the function, with the parameters whose values go back to the caller.</summary>
    private Expression Result(Expression value)
    {
        if (_function is not { InOut.Count: > 0 } function) return value;
        return new TupleExpression([value, .. function.InOut.Select(index => Read(function.Parameters[index]))]);
    }

    /// <summary>Makes the IR's local for a variable.</summary>
    private Local Bind(LocalSymbol symbol)
    {
        var local = new Local(symbol.Name, IrTypes.Of(symbol.Type), symbol.IsAssigned && !symbol.IsLoopVariable);
        _locals[symbol] = local;
        return local;
    }

    private Expression Read(LocalSymbol symbol) => symbol.IsShared
        ? Node.RemoteCall("erlang", "get", Node.Atom(module.SharedKey(symbol)))
        : Node.Get(_locals[symbol]);

    private Expression Write(LocalSymbol symbol, Expression value) => symbol.IsShared
        ? Put(symbol, value)
        : Node.Assign(_locals[symbol], value);

    private Expression Put(LocalSymbol symbol, Expression value) => Node.Block(
        Node.RemoteCall("erlang", "put", Node.Atom(module.SharedKey(symbol)), value),
        Node.Unit);

    /// <summary>Declares a variable with its first value.</summary>
    private Expression Declare(LocalSymbol symbol, Expression value) =>
        symbol.IsShared ? Put(symbol, value) : Node.Let(Bind(symbol), value);

    private RemoteCallExpression Call(string moduleName, string function, TextSpan span, params ReadOnlySpan<Expression> arguments) =>
        RuntimeCalls.Check(new RemoteCallExpression(moduleName, function, [.. arguments])
        {
            Position = module.Position(span),

            // What raises there is to be reported with the line that called it.
            KeepsFrame = true,
        });

    private RemoteCallExpression Never(string moduleName, string function, TextSpan span, params ReadOnlySpan<Expression> arguments) =>
        RuntimeCalls.Check(new RemoteCallExpression(moduleName, function, [.. arguments])
        {
            Position = module.Position(span),
            NeverReturns = true,
        });

    private Expression BuiltIn(string name, TextSpan span, params ReadOnlySpan<Expression> arguments) =>
        new BuiltInExpression(name, [.. arguments]) { Position = module.Position(span) };

    /// <summary>
    /// Gives an expression that can be evaluated twice; what has to be evaluated once and first goes to <paramref name="before"/>.
    /// </summary>
    private static Expression Hold(Expression expression, IrType type, List<Expression> before, string name = "held")
    {
        if (IsConstant(expression)) return expression;
        var local = new Local(name, type);
        before.Add(Node.Let(local, expression));
        return Node.Get(local);
    }

    private static bool IsConstant(Expression expression) =>
        expression is LiteralExpression or LocalExpression { Local.IsMutable: false };

    private static Expression Sequence(List<Expression> before, Expression value) =>
        before.Count == 0 ? value : new BlockExpression([.. before, value]) { Position = value.Position };

    private static Term? ConstantOf(Expression expression) => (expression as LiteralExpression)?.Value;
}
