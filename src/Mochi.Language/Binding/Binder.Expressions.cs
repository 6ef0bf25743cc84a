using System.Numerics;
using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

internal sealed partial class Binder
{
    /// <summary>
    /// Binds an expression. The expected type only guides literals and function values; the result may have another
    /// type, and <see cref="Convert"/> says whether it fits.
    /// </summary>
    private BoundExpression BindExpression(ExpressionSyntax syntax, MochiType? expected = null)
    {
        switch (syntax)
        {
            case LiteralSyntax literal: return BindLiteral(literal);
            case IdentifierSyntax name: return BindNameValue(name, expected);
            case UnarySyntax unary: return BindUnary(unary);
            case BinarySyntax binary: return BindBinary(binary, expected);
            case CallSyntax call: return BindCall(call, expected);
            case IndexSyntax index: return BindIndex(index);
            case SliceSyntax slice: return BindSlice(slice);
            case FieldAccessSyntax field: return BindFieldAccess(field);
            case CastSyntax cast: return BindCast(cast);
            case ListSyntax list: return BindList(list, expected);
            case SetSyntax set: return BindSet(set, expected);
            case MapSyntax map: return BindMap(map, expected);
            case RecordSyntax record: return BindRecord(record);
            case WithSyntax with: return With(with.Span, BindExpression(with.Target), with.Fields);
            case LambdaSyntax lambda: return BindLambda(lambda, expected);
            case IfExpressionSyntax choice: return BindIf(choice, expected, discard: false);
            case MatchSyntax match: return BindMatch(match, expected, discard: false);
            case BlockExpressionSyntax block: return BindBlockValue(block.Block, expected);
            case QuerySyntax query: return BindQuery(query);
            case RangeSyntax range:
                var start = BindConverted(range.Start, MochiType.Int);
                var end = BindConverted(range.End, MochiType.Int);
                return new BoundBuiltinCall(range.Span, "mochi_list:range", [start, end], new ListType(MochiType.Int));
            case UnsupportedExpressionSyntax unsupported:
                Unsupported(unsupported.Span, unsupported.Feature);
                return new BoundError(syntax.Span);
            default:
                return new BoundError(syntax.Span);
        }
    }

    private static BoundLiteral BindLiteral(LiteralSyntax syntax) => new(syntax.Span, syntax.Value, syntax.Value switch
    {
        BigInteger => MochiType.Int,
        double => MochiType.Float,
        bool => MochiType.Bool,
        string => MochiType.String,
        _ => new OptionType(new TypeVariable()),
    });

    private BoundUnary BindUnary(UnarySyntax syntax)
    {
        var wanted = syntax.Operator == "!";
        var operand = wanted ? BindCondition(syntax.Operand) : BindExpression(syntax.Operand);
        if (wanted) return new BoundUnary(syntax.Span, "!", operand, MochiType.Bool);
        var type = operand.ResolvedType;
        if (type is TypeVariable variable) variable.Bind(MochiType.Any);
        type = type.Pruned;
        if (!type.IsNumeric && !type.IsAny && !type.IsError)
        {
            _diagnostics.Error(
                LanguageCodes.BadOperands,
                operand.Span,
                $"'-' needs a number, found {type}",
                ConversionHint(type, MochiType.Int));
            type = MochiType.Error;
        }

        return new BoundUnary(syntax.Span, "-", operand, type);
    }

    private BoundExpression BindList(ListSyntax syntax, MochiType? expected)
    {
        var element = (Wanted(expected) as ListType)?.Element;
        var elements = syntax.Elements.Select(item => BindExpression(item, element)).ToList();
        var type = element is null or TypeVariable ? JoinAll(elements) : element;
        if (element is TypeVariable open && elements.Count > 0) open.Bind(type);
        return new BoundList(syntax.Span, [.. elements.Select(item => Convert(item, type))], new ListType(type));
    }

    private BoundExpression BindSet(SetSyntax syntax, MochiType? expected)
    {
        var element = (Wanted(expected) as SetType)?.Element;
        var elements = syntax.Elements.Select(item => BindExpression(item, element)).ToList();
        var type = element is null or TypeVariable ? JoinAll(elements) : element;
        return new BoundSet(syntax.Span, [.. elements.Select(item => Convert(item, type))], new SetType(type));
    }

    private static MochiType JoinAll(IReadOnlyList<BoundExpression> elements) => elements.Count == 0
        ? new TypeVariable()
        : elements.Select(item => item.ResolvedType).Aggregate(TypeRelations.Join);

    /// <summary>The type that is wanted, without the option around it: a literal is never an option itself.</summary>
    private static MochiType? Wanted(MochiType? expected) =>
        expected?.Pruned is OptionType option ? option.Element : expected?.Pruned;

    private BoundExpression BindIf(IfExpressionSyntax syntax, MochiType? expected, bool discard)
    {
        var condition = BindCondition(syntax.Condition);
        var then = BindBranch(syntax.Then, expected, discard);
        if (discard)
        {
            var discarded = syntax.Else is null ? new BoundUnit(syntax.Span) : BindBranch(syntax.Else, expected, discard: true);
            return new BoundIf(syntax.Span, condition, then, discarded, MochiType.Unit);
        }

        var otherwise = syntax.Else is null
            ? new BoundLiteral(syntax.Span, null, new OptionType(new TypeVariable()))
            : BindBranch(syntax.Else, expected, discard: false);
        var type = TypeRelations.Join(then.ResolvedType, otherwise.ResolvedType);
        return new BoundIf(syntax.Span, condition, Convert(then, type), Convert(otherwise, type), type);
    }

    private BoundExpression BindBranch(ExpressionSyntax syntax, MochiType? expected, bool discard) => syntax switch
    {
        IfExpressionSyntax choice => BindIf(choice, expected, discard),
        MatchSyntax match => BindMatch(match, expected, discard),
        BlockExpressionSyntax block when discard => DiscardingBlock(block.Block),
        _ => BindExpression(syntax, expected),
    };

    private BoundBlockValue DiscardingBlock(BlockSyntax block)
    {
        var bound = BindBlock(block);
        return new BoundBlockValue(block.Span, [bound], BlockEnd(bound));
    }

    private static BoundExpression BlockEnd(BoundBlock block) => ControlFlow.CanEnd(block)
        ? new BoundUnit(block.Span)
        : new BoundUnreachable(block.Span);

    /// <summary>A block as a value: what its last statement is worth, when that is an expression or a choice.</summary>
    private BoundExpression BindBlockValue(BlockSyntax block, MochiType? expected)
    {
        var outer = _scope;
        _scope = new Scope(outer);
        var statements = new List<BoundStatement>();
        var last = (block.Statements is [.., var end] ? end : null) switch
        {
            ExpressionStatementSyntax expression => expression.Expression,
            IfSyntax choice when ToExpression(choice) is { } value => value,
            _ => null,
        };
        BindStatements(last is null ? block.Statements : [.. block.Statements.SkipLast(1)], statements);
        BoundExpression result;
        if (last is not null) result = BindBranch(last, expected, discard: false);
        else result = BlockEnd(new BoundBlock(block.Span, statements));
        _scope = outer;
        return new BoundBlockValue(block.Span, statements, result);
    }

    private static IfExpressionSyntax? ToExpression(IfSyntax choice)
    {
        if (choice.Else is null) return null;
        ExpressionSyntax? otherwise = choice.Else.Statements is [IfSyntax nested]
            ? ToExpression(nested)
            : new BlockExpressionSyntax(choice.Else.Span, choice.Else);
        return otherwise is null
            ? null
            : new IfExpressionSyntax(
                choice.Span, choice.Condition, new BlockExpressionSyntax(choice.Then.Span, choice.Then), otherwise);
    }

    private BoundExpression BindCast(CastSyntax syntax)
    {
        var target = ResolveType(syntax.Type);
        var operand = BindExpression(syntax.Operand, target);
        var source = operand.ResolvedType;
        if (source.IsError || target.IsError) return new BoundError(syntax.Span);
        if (source is PrimitiveType && target is PrimitiveType && !source.Is(MochiType.Unit))
        {
            var name = target.Is(MochiType.Int) ? "int"
                : target.Is(MochiType.Float) ? "float"
                : target.Is(MochiType.String) ? "str"
                : target.Is(MochiType.Bool) ? "bool" : null;
            if (source.Is(target) || target.IsAny) return operand with { };
            if (source.IsAny || (source.Is(MochiType.Int) && target.Is(MochiType.Float))) name = null;
            if (name is not null) return BindBuiltin(new NameSyntax(syntax.Span, name), syntax.Span, [operand], []);
        }

        if (source is MapType { Key: var key } && key.Is(MochiType.String) && target is RecordType or RowType)
        {
            return new BoundConversion(syntax.Span, operand, TypeRelation.Check, target);
        }

        if (source is RecordType && target is MapType or RowType)
        {
            return new BoundConversion(syntax.Span, operand, TypeRelation.Check, target);
        }

        var relation = TypeRelations.Relate(source, target);
        if (relation == TypeRelation.None)
        {
            _diagnostics.Error(
                LanguageCodes.BadCast,
                syntax.Span,
                $"{source} cannot become {target}",
                ConversionHint(source, target));
            return new BoundError(syntax.Span);
        }

        return relation == TypeRelation.Same
            ? target.IsAny ? new BoundConversion(syntax.Span, operand, relation, target) : operand
            : Converted(operand, target, relation);
    }
}
