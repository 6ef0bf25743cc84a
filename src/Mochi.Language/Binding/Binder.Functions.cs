using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

internal sealed partial class Binder
{
    /// <summary>
    /// Binds functions that are declared one after the other inside another function: they see each other.
    /// </summary>
    private BoundFunctions BindFunctions(IReadOnlyList<FunctionSyntax> group)
    {
        var symbols = new List<(LocalSymbol Symbol, FunctionType Type)>();
        foreach (var syntax in group)
        {
            var outer = _typeParameters;
            OpenTypeParameters(syntax.TypeParameters);
            var parameters = syntax.Parameters
                .Select(parameter => parameter.Type is null ? MochiType.Any : ResolveType(parameter.Type))
                .ToList();
            var result = syntax.Result is not null ? ResolveType(syntax.Result)
                : ReturnsValue(syntax.Body) ? new TypeVariable()
                : MochiType.Unit;
            _typeParameters = outer;
            var type = new FunctionType(parameters, result);
            var symbol = new LocalSymbol(syntax.Name.Text, type, syntax.Name.Span, mutable: false, _context)
            {
                IsFunction = true,
            };
            _scope.Declare(symbol);
            symbols.Add((symbol, type));
        }

        var functions = new List<(LocalSymbol, BoundLambda)>();
        foreach (var (syntax, (symbol, type)) in group.Zip(symbols))
        {
            var outer = _typeParameters;
            OpenTypeParameters(syntax.TypeParameters);
            var lambda = BindFunctionValue(syntax.Span, syntax.Parameters, type.Parameters, type.Result, () => BindBlock(syntax.Body));
            _typeParameters = outer;
            WarnMissingReturn(syntax.Name, type.Result, lambda.Body);
            functions.Add((symbol, lambda));
        }

        return new BoundFunctions(group[0].Span, functions);
    }

    /// <summary>
    /// The type parameters of a function inside another one are not checked: they stand for any type.
    /// </summary>
    private void OpenTypeParameters(IReadOnlyList<NameSyntax> names)
    {
        if (names.Count == 0) return;
        _typeParameters = new Dictionary<string, MochiType>(_typeParameters);
        foreach (var name in names) _typeParameters[name.Text] = MochiType.Any;
    }

    private BoundLambda BindFunctionValue(
        TextSpan span,
        IReadOnlyList<ParameterSyntax> parameters,
        IReadOnlyList<MochiType> types,
        MochiType result,
        Func<BoundBlock> bindBody)
    {
        var (outerContext, outerScope) = (_context, _scope);
        _context = new FunctionContext(outerContext, symbol: null) { Result = result };
        _scope = new Scope(outerScope);
        var symbols = new List<LocalSymbol>();
        foreach (var (parameter, type) in parameters.Zip(types))
        {
            var symbol = new LocalSymbol(parameter.Name.Text, type, parameter.Span, mutable: true, _context);
            if (symbol.Name != "_") _scope.Declare(symbol);
            symbols.Add(symbol);
        }

        var body = bindBody();
        var context = _context;
        (_context, _scope) = (outerContext, outerScope);
        foreach (var type in types)
        {
            if (type.Pruned is TypeVariable open) open.Bind(MochiType.Any);
        }

        return new BoundLambda(span, context, symbols, body, new FunctionType(types, context.Result!));
    }

    private BoundLambda BindLambda(LambdaSyntax syntax, MochiType? expected)
    {
        var outer = _typeParameters;
        OpenTypeParameters(syntax.TypeParameters);
        var wanted = Wanted(expected) as FunctionType;
        if (wanted is not null && wanted.Parameters.Count != syntax.Parameters.Count) wanted = null;
        var types = syntax.Parameters
            .Select((parameter, index) => parameter.Type is not null
                ? ResolveType(parameter.Type)
                : wanted?.Parameters[index].Pruned ?? new TypeVariable())
            .ToList();
        MochiType result;
        if (syntax.Result is not null) result = ResolveType(syntax.Result);
        else if (syntax.Block is not null && !ReturnsValue(syntax.Block)) result = MochiType.Unit;
        else if (wanted is not null && !wanted.Result.Is(MochiType.Unit)) result = wanted.Result;
        else result = new TypeVariable();
        var lambda = BindFunctionValue(syntax.Span, syntax.Parameters, types, result, () =>
        {
            if (syntax.Block is not null) return BindBlock(syntax.Block);
            var value = BindExpression(syntax.Expression!, result);
            if (!value.Type.Is(MochiType.Unit) || result is not TypeVariable) value = Convert(value, result);
            else ((TypeVariable)result).Bind(MochiType.Unit);
            return new BoundBlock(value.Span, [new BoundReturn(value.Span, value)]);
        });
        _typeParameters = outer;
        return lambda;
    }

    /// <summary>True when some return statement of the function itself has a value.</summary>
    private static bool ReturnsValue(BlockSyntax block) => block.Statements.Any(ReturnsValue);

    private static bool ReturnsValue(StatementSyntax statement) => statement switch
    {
        ReturnSyntax syntax => syntax.Value is not null,
        IfSyntax choice => ReturnsValue(choice.Then) || (choice.Else is not null && ReturnsValue(choice.Else)),
        WhileSyntax loop => ReturnsValue(loop.Body),
        ForSyntax loop => ReturnsValue(loop.Body),
        TrySyntax attempt => ReturnsValue(attempt.Body) || ReturnsValue(attempt.Handler),
        ExpressionStatementSyntax expression => ReturnsValue(expression.Expression),
        _ => false,
    };

    private static bool ReturnsValue(ExpressionSyntax expression) => expression switch
    {
        MatchSyntax match => match.Arms.Any(arm => ReturnsValue(arm.Result)),
        BlockExpressionSyntax block => ReturnsValue(block.Block),
        IfExpressionSyntax choice => ReturnsValue(choice.Then) || (choice.Else is not null && ReturnsValue(choice.Else)),
        _ => false,
    };
}
