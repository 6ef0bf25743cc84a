using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

internal sealed partial class Binder
{
    private BoundExpression BindBinary(BinarySyntax syntax, MochiType? expected)
    {
        switch (syntax.Operator)
        {
            case "&&" or "||":
                var first = BindCondition(syntax.Left);
                var second = BindCondition(syntax.Right);
                return new BoundBinary(syntax.Span, syntax.Operator, first, second, MochiType.Bool, MochiType.Bool);
            case "??":
                return BindCoalesce(syntax, expected);
        }

        var left = BindExpression(syntax.Left, syntax.Operator == "+" ? expected : null);
        var right = BindExpression(syntax.Right);
        if (left.Type.IsError || right.Type.IsError) return new BoundError(syntax.Span);
        return syntax.Operator switch
        {
            "+" or "-" or "*" or "/" or "%" => BindArithmetic(syntax, left, right),
            "<" or "<=" or ">" or ">=" => BindOrder(syntax, left, right),
            "==" or "!=" => BindEquality(syntax, left, right),
            "in" => BindMembership(syntax, left, right),
            _ => BindSetOperation(syntax, left, right),
        };
    }

    private BoundExpression BindArithmetic(BinarySyntax syntax, BoundExpression left, BoundExpression right)
    {
        UnifyOpen(left, right);
        var (a, b) = (left.ResolvedType, right.ResolvedType);
        if (a.Is(MochiType.Never) || b.Is(MochiType.Never)) return new BoundError(syntax.Span);
        if (a.IsNumeric && b.IsNumeric)
        {
            var type = a.Is(MochiType.Int) && b.Is(MochiType.Int) ? MochiType.Int : MochiType.Float;
            return Operation(syntax, left, right, type, type);
        }

        if (a.IsAny || b.IsAny)
        {
            var other = a.IsAny ? b : a;
            var fits = other.IsAny || other.IsNumeric ||
                (syntax.Operator == "+" && (other.Is(MochiType.String) || other is ListType));
            if (fits) return new BoundBinary(syntax.Span, syntax.Operator, left, right, MochiType.Any, MochiType.Any);
        }
        else if (syntax.Operator == "+" && a.Is(MochiType.String) && b.Is(MochiType.String))
        {
            return new BoundBinary(syntax.Span, "+", left, right, MochiType.String, MochiType.String);
        }
        else if (syntax.Operator == "+" && a is ListType && b is ListType)
        {
            var type = TypeRelations.Join(a, b);
            return Operation(syntax, left, right, type, type);
        }

        return BadOperands(syntax, left, right);
    }

    /// <summary>An operand of unknown type is what the other one is, when that is a number, string or list.</summary>
    private static void UnifyOpen(BoundExpression left, BoundExpression right)
    {
        if (left.ResolvedType is TypeVariable a)
        {
            a.Bind(right.ResolvedType is TypeVariable ? MochiType.Any : right.ResolvedType);
        }

        if (right.ResolvedType is TypeVariable b) b.Bind(left.ResolvedType);
    }

    private BoundBinary Operation(
        BinarySyntax syntax,
        BoundExpression left,
        BoundExpression right,
        MochiType operandType,
        MochiType type) =>
        new(syntax.Span, syntax.Operator, Convert(left, operandType), Convert(right, operandType), operandType, type);

    private BoundError BadOperands(BinarySyntax syntax, BoundExpression left, BoundExpression right)
    {
        var (a, b) = (left.ResolvedType, right.ResolvedType);
        var hint = a is OptionType || b is OptionType ? "a value may be missing: use '??', or match on none"
            : syntax.Operator == "+" && (a.Is(MochiType.String) || b.Is(MochiType.String)) ? "convert the other side with str(...)"
            : syntax.Operator is "<" or "<=" or ">" or ">=" && (a.Is(MochiType.Bool) || b.Is(MochiType.Bool))
                && left is BoundBinary or BoundUnary ? "comparisons do not chain: write a < b && b < c"
            : a is ListType && syntax.Operator == "+" ? "append(list, element) adds one element"
            : null;
        _diagnostics.Error(
            LanguageCodes.BadOperands,
            syntax.OperatorSpan,
            $"'{syntax.Operator}' does not take {a} and {b}",
            hint);
        return new BoundError(syntax.Span);
    }

    private BoundExpression BindOrder(BinarySyntax syntax, BoundExpression left, BoundExpression right)
    {
        UnifyOpen(left, right);
        var (a, b) = (left.ResolvedType, right.ResolvedType);
        if (a.IsNumeric && b.IsNumeric)
        {
            // Ints and floats compare exactly as they are: a large int is not rounded first.
            return new BoundBinary(syntax.Span, syntax.Operator, left, right, MochiType.Float, MochiType.Bool);
        }

        if (a.Is(MochiType.String) && b.Is(MochiType.String))
        {
            return new BoundBinary(syntax.Span, syntax.Operator, left, right, MochiType.String, MochiType.Bool);
        }

        var ordered = a.IsAny || b.IsAny || (a.Is(MochiType.Bool) && b.Is(MochiType.Bool)) ||
            (a.GetType() == b.GetType() && a is not (PrimitiveType or FunctionType) && !TypeRelations.AreDisjoint(a, b));
        return ordered
            ? new BoundBinary(syntax.Span, syntax.Operator, left, right, MochiType.Any, MochiType.Bool)
            : BadOperands(syntax, left, right);
    }

    private BoundExpression BindEquality(BinarySyntax syntax, BoundExpression left, BoundExpression right)
    {
        var (a, b) = (left.ResolvedType, right.ResolvedType);
        if (a is TypeVariable && b is not TypeVariable || b is TypeVariable && a is not TypeVariable)
        {
            UnifyOpen(left, right);
        }

        if (a is OptionType && b is not OptionType && !b.IsAny) right = Convert(right, a);
        else if (b is OptionType && a is not OptionType && !a.IsAny) left = Convert(left, b);
        (a, b) = (left.ResolvedType, right.ResolvedType);
        if (a.IsError || b.IsError) return new BoundError(syntax.Span);
        if (TypeRelations.AreDisjoint(a, b))
        {
            _diagnostics.Error(
                LanguageCodes.BadOperands,
                syntax.OperatorSpan,
                $"'{syntax.Operator}' compares {a} with {b}, which are never equal",
                ConversionHint(b, a));
            return new BoundError(syntax.Span);
        }

        var kind = a.Is(b) && (a is PrimitiveType || a is UnionType { IsEnumeration: true }) ? a
            : a.IsNumeric && b.IsNumeric ? MochiType.Float
            : MochiType.Any;
        return new BoundBinary(syntax.Span, syntax.Operator, left, right, kind, MochiType.Bool);
    }

    private BoundExpression BindMembership(BinarySyntax syntax, BoundExpression element, BoundExpression container)
    {
        var type = container.ResolvedType;
        if (type is GroupType)
        {
            container = GroupItems(container);
            type = container.ResolvedType;
        }

        switch (type)
        {
            case ListType list: return Inside("mochi_list:contains", list.Element);
            case SetType set: return Inside("mochi_set:has", set.Element);
            case MapType map: return Inside("mochi_map:has", map.Key);
            case RowType row when element is BoundLiteral { Value: string name }:
                return new BoundLiteral(syntax.Span, row.Layout.IndexOf(name) >= 0, MochiType.Bool);
            case TypeVariable variable:
                variable.Bind(new ListType(element.ResolvedType));
                return Inside("mochi_list:contains", element.ResolvedType);
        }

        if (type.Is(MochiType.String)) return Inside("mochi_str:contains", MochiType.String);
        if (type.IsAny || type is RowType or RecordType)
        {
            return new BoundBuiltinCall(syntax.Span, "mochi_core:contains", [container, element], MochiType.Bool);
        }

        _diagnostics.Error(
            LanguageCodes.BadOperands,
            container.Span,
            $"'in' needs a list, set, map or string on its right, found {type}");
        return new BoundError(syntax.Span);

        BoundExpression Inside(string target, MochiType wanted)
        {
            if (TypeRelations.AreDisjoint(element.ResolvedType, wanted)) return BadOperands(syntax, element, container);
            if (element.ResolvedType is TypeVariable open) open.Bind(wanted);
            if (wanted is TypeVariable later) later.Bind(element.ResolvedType);
            if (element.ResolvedType.IsAny && wanted.Is(MochiType.String) && container.Type.Is(MochiType.String))
            {
                element = Convert(element, wanted);
            }

            return new BoundBuiltinCall(syntax.Span, target, [container, element], MochiType.Bool);
        }
    }

    private BoundExpression BindSetOperation(BinarySyntax syntax, BoundExpression left, BoundExpression right)
    {
        UnifyOpen(left, right);
        var (a, b) = (left.ResolvedType, right.ResolvedType);
        if (a.IsAny) a = left.ResolvedType is PrimitiveType ? new ListType(MochiType.Any) : a;
        var name = syntax.Operator.Replace(' ', '_');
        switch (a, b)
        {
            case (SetType, SetType) when name != "union_all":
                var set = TypeRelations.Join(a, b);
                return new BoundBuiltinCall(
                    syntax.Span, $"mochi_set:{name}", [Convert(left, set), Convert(right, set)], set);
            case (ListType or GroupType, ListType or GroupType) or (ListType, { IsAny: true }):
                var type = TypeRelations.Join(AsList(a), AsList(b.IsAny ? a : b));
                return new BoundBuiltinCall(
                    syntax.Span, $"mochi_list:{name}", [Convert(left, type), Convert(right, type)], type);
        }

        return BadOperands(syntax, left, right);

        static MochiType AsList(MochiType type) => type is GroupType group ? new ListType(group.Item) : type;
    }

    private BoundExpression BindCoalesce(BinarySyntax syntax, MochiType? expected)
    {
        var left = BindExpression(syntax.Left);
        var right = BindExpression(syntax.Right, (left.ResolvedType as OptionType)?.Element ?? expected);
        if (left.Type.IsError || right.Type.IsError) return new BoundError(syntax.Span);
        switch (left.ResolvedType)
        {
            case OptionType option when right.ResolvedType is OptionType other:
                var joined = TypeRelations.Join(option, other);
                return new BoundCoalesce(syntax.Span, Convert(left, joined), Convert(right, joined), joined);
            case OptionType option:
                var type = TypeRelations.Join(option.Element, right.ResolvedType);
                return new BoundCoalesce(syntax.Span, Convert(left, new OptionType(type)), Convert(right, type), type);
        }

        if (left.ResolvedType is TypeVariable variable) variable.Bind(MochiType.Any);
        if (left.Type.IsAny) return new BoundCoalesce(syntax.Span, left, right, MochiType.Any);
        _diagnostics.Error(
            LanguageCodes.BadOperands,
            syntax.OperatorSpan,
            $"'??' needs a value that may be missing on its left, found {left.ResolvedType}");
        return new BoundError(syntax.Span);
    }
}
