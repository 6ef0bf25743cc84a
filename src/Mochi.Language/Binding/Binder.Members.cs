using Mochi.BeamFile.Diagnostics;
using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

internal sealed partial class Binder
{
    private RowLayout GroupLayout => _layouts.Use(["key", "items"]);

    /// <summary>The rows of a group.</summary>
    private BoundField GroupItems(BoundExpression group) => new(
        group.Span,
        group,
        GroupLayout.Tag,
        Arity: 3,
        GroupLayout.IndexOf("items"),
        new ListType(((GroupType)group.ResolvedType).Item));

    private BoundExpression BindFieldAccess(FieldAccessSyntax syntax)
    {
        var target = BindExpression(syntax.Target);
        if (target.Type.IsError) return new BoundError(syntax.Span);
        if (!syntax.Safe) return Member(syntax.Span, target, syntax.Name);
        return Safe(syntax.Span, target, held => Member(syntax.Span, held, syntax.Name));
    }

    private BoundExpression Safe(TextSpan span, BoundExpression target, Func<BoundExpression, BoundExpression> operation)
    {
        var type = target.ResolvedType;
        if (type is not OptionType && !type.IsAny) return operation(target);
        var inner = type is OptionType option ? option.Element : type;
        var held = new LocalSymbol("held", inner, span, mutable: false, _context);
        var result = operation(new BoundLocal(span, held));
        if (result.Type.IsError) return result;
        if (type.IsAny) return new BoundSafe(span, target, held, result, MochiType.Any);
        var wrapped = result.ResolvedType is OptionType ? result : Convert(result, new OptionType(result.ResolvedType));
        return new BoundSafe(span, target, held, wrapped, wrapped.ResolvedType);
    }

    /// <summary>Reads a field.</summary>
    private BoundExpression Member(TextSpan span, BoundExpression target, NameSyntax name)
    {
        switch (target.ResolvedType)
        {
            case RecordType record when record.IndexOf(name.Text) is >= 0 and var index:
                return new BoundField(span, target, record.Tag, record.Fields.Count + 1, index, record.Fields[index].Type);
            case RecordType record when record.Methods.TryGetValue(name.Text, out var method):
                return MethodValue(span, target, method);
            case RowType row when row.Layout.IndexOf(name.Text) is >= 0 and var index:
                return new BoundField(span, target, row.Layout.Tag, row.Types.Count + 1, index, row.Types[index]);
            case GroupType group when name.Text is "key" or "items":
                var type = name.Text == "key" ? group.Key : new ListType(group.Item);
                return new BoundField(span, target, GroupLayout.Tag, Arity: 3, GroupLayout.IndexOf(name.Text), type);
            case OptionType option:
                return Member(span, Unwrap(target, option), name);
            case MapType map when TypeRelations.Relate(MochiType.String, map.Key) == TypeRelation.Same:
                return new BoundIndex(span, target, new BoundLiteral(name.Span, name.Text, MochiType.String), map.Value);
            case UnionType union when union.Variants.Any(variant => variant.IndexOf(name.Text) >= 0):
                var types = union.Variants.Where(variant => variant.IndexOf(name.Text) >= 0)
                    .Select(variant => variant.Fields[variant.IndexOf(name.Text)].Type);
                return new BoundDynamicField(span, target, name.Text, types.Aggregate(TypeRelations.Join));
            case TypeVariable variable:
                variable.Bind(MochiType.Any);
                break;
        }

        if (target.Type.IsAny) return new BoundDynamicField(span, target, name.Text, MochiType.Any);
        if (!target.Type.IsError) UnknownMember(name, target.ResolvedType);
        return new BoundError(span);
    }

    /// <summary>
    /// The value of an option where a value is needed; a missing one is an error when the program runs.
    /// </summary>
    private static BoundBuiltinCall Unwrap(BoundExpression option, OptionType type) =>
        new(option.Span, "mochi_option:unwrap", [option], type.Element);

    private BoundExpression MethodValue(TextSpan span, BoundExpression target, FunctionSymbol method)
    {
        EnsureResult(method);
        var types = method.Parameters.Skip(1).Select(parameter => parameter.Type).ToList();
        return Partial(span, types, method.Result, [], arguments => DirectCall(span, method, [target, .. arguments]), [target]);
    }

    private void UnknownMember(NameSyntax name, MochiType type)
    {
        switch (type)
        {
            case RecordType record:
                UnknownField(name, record.Name, record.Fields.Select(field => field.Name).Concat(record.Methods.Keys));
                break;
            case RowType row:
                UnknownField(name, "this row", row.Layout.Names);
                break;
            case GroupType:
                UnknownField(name, "a group", ["key", "items"]);
                break;
            default:
                _diagnostics.Error(
                    LanguageCodes.UnknownField,
                    name.Span,
                    $"a value of type {type} has no field '{name.Text}'",
                    _builtins.Find(name.Text) is null ? null : $"call it: .{name.Text}(...)");
                break;
        }
    }

    private void UnknownField(NameSyntax name, string owner, IEnumerable<string> fields)
    {
        var list = fields.Where(field => field.Length > 0).ToList();
        _diagnostics.Error(
            LanguageCodes.UnknownField,
            name.Span,
            owner.Contains(' ', StringComparison.Ordinal)
                ? $"{owner} has no field '{name.Text}'"
                : $"'{owner}' has no field '{name.Text}'",
            NearestName.Hint(name.Text, list) ?? (list.Count is > 0 and <= 8 ? $"it has {string.Join(", ", list)}" : null));
    }

    private BoundExpression BindIndex(IndexSyntax syntax)
    {
        var target = BindExpression(syntax.Target);
        var wanted = target.ResolvedType is MapType map ? map.Key : null;
        var index = BindExpression(syntax.Index, wanted);
        return syntax.Safe
            ? Safe(syntax.Span, target, held => Index(syntax.Span, held, index))
            : Index(syntax.Span, target, index);
    }

    /// <summary>Reads an element.</summary>
    private BoundExpression Index(TextSpan span, BoundExpression target, BoundExpression index)
    {
        switch (target.ResolvedType)
        {
            case ListType list:
                return new BoundIndex(span, target, Convert(index, MochiType.Int), list.Element);
            case MapType map:
                return new BoundIndex(span, target, Convert(index, map.Key), map.Value);
            case GroupType group:
                return new BoundIndex(span, GroupItems(target), Convert(index, MochiType.Int), group.Item);
            case OptionType option:
                return Index(span, Unwrap(target, option), index);
            case RowType or RecordType when index is BoundLiteral { Value: string name }:
                return Member(span, target, new NameSyntax(index.Span, name));
            case RowType or RecordType:
                var key = Convert(index, MochiType.String);
                return new BoundBuiltinCall(span, "mochi_core:field", [target, key], MochiType.Any);
            case TypeVariable open:
                return Index(span, target with { Type = InferContainer(open, index) }, index);
        }

        if (target.Type.Is(MochiType.String))
        {
            return new BoundIndex(span, target, Convert(index, MochiType.Int), MochiType.String);
        }

        if (target.Type.IsAny) return new BoundIndex(span, target, index, MochiType.Any);
        if (!target.Type.IsError)
        {
            _diagnostics.Error(
                LanguageCodes.NotIndexable,
                target.Span,
                $"expected a list, map or string to index, found {target.ResolvedType}");
        }

        return new BoundError(span);
    }

    private BoundExpression BindSlice(SliceSyntax syntax)
    {
        var target = BindExpression(syntax.Target);
        var start = syntax.Start is null ? null : BindConverted(syntax.Start, MochiType.Int);
        var end = syntax.End is null ? null : BindConverted(syntax.End, MochiType.Int);
        var step = syntax.Step is null ? null : BindConverted(syntax.Step, MochiType.Int);
        if (target.ResolvedType is GroupType) target = GroupItems(target);
        if (target.ResolvedType is TypeVariable variable) variable.Bind(new ListType(new TypeVariable()));
        var type = target.ResolvedType;
        if (type is ListType || type.Is(MochiType.String) || type.IsAny)
        {
            return new BoundSlice(syntax.Span, target, start, end, step, type);
        }

        if (!type.IsError)
        {
            _diagnostics.Error(
                LanguageCodes.NotIndexable,
                target.Span,
                $"expected a list or string to slice, found {type}");
        }

        return new BoundError(syntax.Span);
    }
}
