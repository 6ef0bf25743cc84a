using Mochi.BeamFile.Diagnostics;
using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

internal sealed partial class Binder
{
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

    /// <summary>
    /// From the place of each field's value in the source, the order in which the fields are evaluated.
    /// </summary>
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
                NearestName.Hint(name, _variants.Keys.Concat(_types.Keys)));
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
}
