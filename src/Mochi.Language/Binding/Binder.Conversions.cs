using System.Numerics;
using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

internal sealed partial class Binder
{
    /// <summary>Binds an expression whose value goes where <paramref name="target"/> is wanted.</summary>
    private BoundExpression BindConverted(ExpressionSyntax syntax, MochiType target) =>
        Convert(BindExpression(syntax, target), target);

    /// <summary>Makes a value of a type from a value, or reports that it cannot be.</summary>
    private BoundExpression Convert(BoundExpression expression, MochiType target)
    {
        var source = expression.ResolvedType;
        target = target.Pruned;
        if (source is GroupType && target is ListType) return Convert(GroupItems(expression), target);
        var relation = TypeRelations.Relate(source, target);
        switch (relation)
        {
            case TypeRelation.Same:
                return expression;
            case TypeRelation.None:
                _diagnostics.Error(
                    LanguageCodes.TypeMismatch,
                    expression.Span,
                    $"expected {target.Pruned}, found {expression.ResolvedType}",
                    ConversionHint(source, target));
                return new BoundError(expression.Span);
            default:
                return Converted(expression, target, relation);
        }
    }

    /// <summary>Applies a conversion; constants and the elements of literals are converted here and now.</summary>
    private BoundExpression Converted(BoundExpression expression, MochiType target, TypeRelation relation)
    {
        switch (expression, relation)
        {
            case (BoundLiteral { Value: BigInteger value }, TypeRelation.IntToFloat) when Math.Abs((double)value) < 1e300:
                return new BoundLiteral(expression.Span, (double)value, MochiType.Float);
            case (BoundList list, TypeRelation.Check) when target is ListType { Element: var element }:
                return list with { Elements = [.. list.Elements.Select(item => Convert(item, element))], Type = target };
            case (BoundConstruct row, TypeRelation.Check) when target is RowType to:
                return row with { Values = [.. row.Values.Zip(to.Types, Convert)], Type = target };
            case (_, TypeRelation.Adapt):
                return Adapt(expression, (FunctionType)target);
            case (_, TypeRelation.Check) when target is FunctionType wanted:
                return Adapt(expression, wanted);
            default:
                return new BoundConversion(expression.Span, expression, relation, target);
        }
    }

    /// <summary>Wraps a function in one that takes and gives what is wanted.</summary>
    private BoundExpression Adapt(BoundExpression function, FunctionType target)
    {
        var held = new LocalSymbol("f", function.Type, function.Span, mutable: false, _context);
        var context = new FunctionContext(_context, symbol: null) { Result = target.Result };
        var parameters = target.Parameters
            .Select((type, index) => new LocalSymbol($"a{index}", type, function.Span, mutable: false, context))
            .ToList();
        var source = function.ResolvedType as FunctionType;
        var arguments = parameters
            .Select((parameter, index) =>
            {
                BoundExpression argument = new BoundLocal(function.Span, parameter);
                return source is null ? argument : Convert(argument, source.Parameters[index]);
            })
            .ToList();
        BoundExpression call = new BoundValueCall(
            function.Span,
            new BoundLocal(function.Span, held),
            arguments,
            source?.Result ?? MochiType.Any);
        if (!target.Result.Is(MochiType.Unit)) call = Convert(call, target.Result);
        var body = new BoundBlock(function.Span, [new BoundReturn(function.Span, call)]);
        var lambda = new BoundLambda(function.Span, context, parameters, body, target);
        return new BoundBlockValue(function.Span, [new BoundVariable(function.Span, held, function)], lambda);
    }

    private static string? ConversionHint(MochiType source, MochiType target) => (source, target) switch
    {
        (OptionType, _) => "the value may be missing: use '??', or match on none",
        _ when target.Is(MochiType.String) && source is PrimitiveType => "convert it with str(...)",
        _ when target.Is(MochiType.Int) && source.Is(MochiType.Float) => "int(...) drops the fraction",
        _ when target.IsNumeric && source.Is(MochiType.String) => $"convert it with {target}(...)",
        _ when source.Is(MochiType.Unit) => "this has no value",
        _ => null,
    };

    /// <summary>A condition: a boolean, or something that may be missing.</summary>
    private BoundExpression BindCondition(ExpressionSyntax syntax) => ToCondition(BindExpression(syntax));

    private BoundExpression ToCondition(BoundExpression expression)
    {
        var type = expression.ResolvedType;
        if (type.Is(MochiType.Bool) || type.IsError || type.Is(MochiType.Never)) return expression;
        switch (type)
        {
            case TypeVariable variable:
                variable.Bind(MochiType.Bool);
                return expression;
            case OptionType:
                return new BoundBuiltinCall(expression.Span, "op:is_some", [expression], MochiType.Bool);
            case RecordType or RowType or GroupType:
                return new BoundBuiltinCall(expression.Span, "op:present", [expression], MochiType.Bool);
        }

        if (type.IsAny)
        {
            return new BoundBuiltinCall(expression.Span, "mochi_core:truthy", [expression], MochiType.Bool);
        }

        _diagnostics.Error(
            LanguageCodes.BadCondition,
            expression.Span,
            $"expected a condition (bool), found {type}",
            type.IsNumeric ? "compare it: x != 0"
                : type is ListType or MapType or SetType || type.Is(MochiType.String) ? "compare its length: len(x) > 0" : null);
        return new BoundError(expression.Span);
    }
}
