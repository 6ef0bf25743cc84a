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

    private BoundExpression BindMap(MapSyntax syntax, MochiType? expected)
    {
        if (syntax.Ordered)
        {
            Unsupported(syntax.Span, "ordered maps");
            return new BoundError(syntax.Span);
        }

        var wanted = Wanted(expected);
        var names = syntax.Entries.Select(entry => (entry.Key as LiteralSyntax)?.Value as string).ToList();
        if (wanted is RecordType record && names.All(name => name is not null))
        {
            var fields = syntax.Entries.Select(entry =>
                new FieldValueSyntax(entry.Span, entry.Name ?? new NameSyntax(entry.Key.Span, (string)((LiteralSyntax)entry.Key).Value!), entry.Value));
            return ConstructFields(syntax.Span, record, record.Name, record.Tag, record.Fields, [.. fields]);
        }

        if (syntax.IsRow && wanted is not MapType) return BindRow(syntax, names!, wanted as RowType);
        if (syntax.Entries.Count == 0 && wanted is SetType) return new BoundSet(syntax.Span, [], wanted);
        var (keyType, valueType) = wanted is MapType map ? (map.Key, map.Value) : (null, null);
        var entries = syntax.Entries
            .Select(entry => (Key: BindExpression(entry.Key, keyType), Value: BindExpression(entry.Value, valueType)))
            .ToList();
        var key = keyType is null or TypeVariable ? JoinAll([.. entries.Select(entry => entry.Key)]) : keyType;
        var value = valueType is null or TypeVariable ? JoinAll([.. entries.Select(entry => entry.Value)]) : valueType;
        return new BoundMap(
            syntax.Span,
            [.. entries.Select(entry => (Convert(entry.Key, key), Convert(entry.Value, value)))],
            new MapType(key, value));
    }

    private BoundExpression BindRow(MapSyntax syntax, List<string> names, RowType? expected)
    {
        if (names.Distinct().Count() != names.Count)
        {
            var twice = syntax.Entries.First(entry => names.Count(name => name == entry.Name!.Text) > 1);
            _diagnostics.Error(
                LanguageCodes.DuplicateName,
                twice.Span,
                $"the field '{twice.Name!.Text}' is given twice");
            return new BoundError(syntax.Span);
        }

        var layout = _layouts.Use(names);
        if (expected is not null && !ReferenceEquals(expected.Layout, layout)) expected = null;
        var values = syntax.Entries
            .Select(entry =>
            {
                var type = expected?.Types[layout.IndexOf(entry.Name!.Text)];
                var value = BindExpression(entry.Value, type);
                return type is null or { Pruned: TypeVariable } ? value : Convert(value, type);
            })
            .ToList();
        var order = layout.Names.Select(name => names.IndexOf(name)).ToList();
        var sorted = order.Select(index => values[index]).ToList();
        var type = expected ?? new RowType(layout, [.. sorted.Select(RowFieldType)]);
        return new BoundConstruct(syntax.Span, layout.Tag, sorted, Evaluation(order), type);
    }

    private static MochiType RowFieldType(BoundExpression value) =>
        value.ResolvedType.Is(MochiType.Never) ? MochiType.Any : value.ResolvedType;

    /// <summary>From the place of each field's value in the source, the order in which the fields are evaluated.</summary>
    private static List<int> Evaluation(List<int> sourceIndexes) =>
        [.. Enumerable.Range(0, sourceIndexes.Count).OrderBy(field => sourceIndexes[field])];

    private BoundExpression BindRecord(RecordSyntax syntax)
    {
        var name = syntax.Name.Text;
        if (_variants.TryGetValue(name, out var variant))
        {
            return ConstructFields(syntax.Span, variant.Union, name, variant.Tag, variant.Fields, syntax.Fields);
        }

        var type = _types.GetValueOrDefault(name);
        if (type is RecordType record)
        {
            return ConstructFields(syntax.Span, record, name, record.Tag, record.Fields, syntax.Fields);
        }

        foreach (var field in syntax.Fields) BindExpression(field.Value);
        if (type is null && !_unsupportedNames.Contains(name))
        {
            _diagnostics.Error(
                LanguageCodes.UnknownType,
                syntax.Name.Span,
                $"there is no record or variant '{name}'",
                NameSuggestion.For(name, _variants.Keys.Concat(_types.Keys)));
        }
        else if (type is not null && !type.IsError)
        {
            _diagnostics.Error(LanguageCodes.TypeMismatch, syntax.Name.Span, $"'{name}' is not a record: it is {type}");
        }

        return new BoundError(syntax.Span);
    }

    private BoundExpression ConstructFields(
        TextSpan span,
        MochiType type,
        string name,
        string tag,
        IReadOnlyList<FieldSymbol> fields,
        IReadOnlyList<FieldValueSyntax> given)
    {
        var values = new BoundExpression?[fields.Count];
        var order = new List<int>();
        foreach (var item in given)
        {
            var index = IndexOf(fields, item.Name.Text);
            if (index < 0)
            {
                UnknownField(item.Name, name, fields.Select(field => field.Name));
                BindExpression(item.Value);
                continue;
            }

            if (values[index] is not null)
            {
                _diagnostics.Error(
                    LanguageCodes.DuplicateName,
                    item.Span,
                    $"the field '{item.Name.Text}' is given twice");
            }

            values[index] = BindConverted(item.Value, fields[index].Type);
            order.Add(index);
        }

        var missing = new List<string>();
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is not null) continue;
            order.Add(i);
            values[i] = new BoundLiteral(span, null, fields[i].Type);
            if (fields[i].Type.Pruned is not OptionType && !fields[i].Type.IsError) missing.Add($"'{fields[i].Name}'");
        }

        if (missing.Count > 0)
        {
            _diagnostics.Error(
                LanguageCodes.MissingField,
                span,
                $"'{name}' needs a value for {string.Join(", ", missing)}");
            return new BoundError(span);
        }

        if (fields.Count == 0) return new BoundConstruct(span, tag, [], [], type);
        return new BoundConstruct(span, tag, values!, [.. order.Distinct()], type);
    }

    private static int IndexOf(IReadOnlyList<FieldSymbol> fields, string name)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i].Name == name) return i;
        }

        return -1;
    }

    private BoundExpression With(TextSpan span, BoundExpression target, IReadOnlyList<FieldValueSyntax> given)
    {
        var (name, tag, fields) = target.ResolvedType switch
        {
            RecordType record => (record.Name, record.Tag, (IReadOnlyList<FieldSymbol>)record.Fields),
            RowType row => ("this row", row.Layout.Tag, [.. row.Layout.Names.Zip(row.Types, (n, type) => new FieldSymbol(n, type))]),
            _ => ("", "", []),
        };
        if (tag.Length == 0)
        {
            if (!target.Type.IsError)
            {
                _diagnostics.Error(
                    LanguageCodes.TypeMismatch,
                    target.Span,
                    $"expected a record, found {target.ResolvedType}");
            }

            foreach (var item in given) BindExpression(item.Value);
            return new BoundError(span);
        }

        var updates = new List<(int, BoundExpression)>();
        foreach (var item in given)
        {
            var index = IndexOf(fields, item.Name.Text);
            if (index >= 0)
            {
                updates.Add((index, BindConverted(item.Value, fields[index].Type)));
                continue;
            }

            UnknownField(item.Name, name, fields.Select(field => field.Name));
            BindExpression(item.Value);
        }

        return new BoundWith(span, target, tag, fields.Count + 1, updates, target.ResolvedType);
    }

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
