using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

internal sealed partial class Binder
{
    private BoundAssignment? BindAssignment(AssignmentSyntax syntax)
    {
        if (BindTarget(syntax.Target) is not { } target)
        {
            BindExpression(syntax.Value);
            return null;
        }

        var value = BindConverted(syntax.Value, target.Type);
        return new BoundAssignment(syntax.Span, target.Symbol, target.Path, value);
    }

    /// <summary><c>xs.push(v)</c> and <c>s.add(v)</c> as statements change the variable.</summary>
    private BoundAssignment? BindMutatingCall(CallSyntax call, FieldAccessSyntax method)
    {
        if (call.Arguments.Count != 1 || RootName(method.Target) is null) return null;
        var receiver = BindExpression(method.Target);
        var fits = receiver.ResolvedType is ListType && method.Name.Text == "push" ||
            receiver.ResolvedType is SetType && method.Name.Text == "add";
        if (!fits || BindTarget(method.Target) is not { } target) return null;
        var value = BindBuiltin(method.Name, call.Span, [receiver], call.Arguments);
        return new BoundAssignment(call.Span, target.Symbol, target.Path, Convert(value, target.Type));
    }

    private static IdentifierSyntax? RootName(ExpressionSyntax syntax) => syntax switch
    {
        IdentifierSyntax name => name,
        IndexSyntax { Safe: false } index => RootName(index.Target),
        FieldAccessSyntax { Safe: false } field => RootName(field.Target),
        _ => null,
    };

    /// <summary>
    /// Finds the variable at the root of an assignment's target, and the way from it to the part that changes.
    /// </summary>
    private (LocalSymbol Symbol, List<BoundStep> Path, MochiType Type)? BindTarget(ExpressionSyntax syntax)
    {
        switch (syntax)
        {
            case IdentifierSyntax name:
                return BindTargetName(name);
            case IndexSyntax index:
                if (BindTarget(index.Target) is not { } container)
                {
                    BindExpression(index.Index);
                    return null;
                }

                return BindIndexStep(index, container.Symbol, container.Path, container.Type);
            case FieldAccessSyntax field:
                return BindTarget(field.Target) is { } owner
                    ? BindFieldStep(field, owner.Symbol, owner.Path, owner.Type)
                    : null;
            default:
                return null;
        }
    }

    private (LocalSymbol Symbol, List<BoundStep> Path, MochiType Type)? BindTargetName(
        IdentifierSyntax name,
        bool allowImmutable = false)
    {
        switch (BindName(name))
        {
            case BoundLocal { Symbol: var symbol }:
                if (!symbol.IsMutable && (!allowImmutable || symbol.IsFunction))
                {
                    _diagnostics.Error(
                        LanguageCodes.ImmutableAssignment,
                        name.Span,
                        symbol.IsFunction ? $"'{name.Name}' is a function" : $"'{name.Name}' is immutable",
                        symbol.IsFunction || symbol.Span.Length == 0 ? null : $"declare it with 'var {name.Name}'");
                    return null;
                }

                return UseAssigned(symbol, name.Span) ? (symbol, [], symbol.Type) : null;
            case BoundField { Target: BoundLocal { Symbol: { IsMutable: true } receiver } } field:
                var step = new BoundFieldStep(name.Span, receiver.Type, field.Tag, field.Arity, field.Index);
                return UseAssigned(receiver, name.Span) ? (receiver, [step], field.Type) : null;
            case BoundError:
                return null;
        }

        _diagnostics.Error(LanguageCodes.BadAssignmentTarget, name.Span, $"'{name.Name}' is not a variable");
        return null;
    }

    /// <summary>
    /// Notes that a variable changes, and what follows from that when it belongs to another function.
    /// </summary>
    private bool UseAssigned(LocalSymbol symbol, TextSpan span)
    {
        symbol.IsAssigned = true;
        if (symbol.Owner == _context) return true;
        if (symbol.Owner.IsMain)
        {
            symbol.IsShared = true;
            return true;
        }

        _diagnostics.Error(
            LanguageCodes.CapturedAssignment,
            span,
            $"'{symbol.Name}' belongs to the function around this one and cannot be changed here",
            "a function value has a copy of what it captured; return the new value, or declare the variable at the top of the file");
        return false;
    }

    private (LocalSymbol Symbol, List<BoundStep> Path, MochiType Type)? BindIndexStep(
        IndexSyntax syntax,
        LocalSymbol symbol,
        List<BoundStep> path,
        MochiType container)
    {
        container = container.Pruned;
        if (container is TypeVariable open) container = InferContainer(open, BindExpression(syntax.Index));
        switch (container)
        {
            case ListType list:
                return Step(BindConverted(syntax.Index, MochiType.Int), list.Element);
            case MapType map:
                return Step(BindConverted(syntax.Index, map.Key), map.Value);
            case RowType row when syntax.Index is LiteralSyntax { Value: string name } && row.Layout.IndexOf(name) is >= 0 and var at:
                path.Add(new BoundFieldStep(syntax.Span, row, row.Layout.Tag, row.Types.Count + 1, at));
                return (symbol, path, row.Types[at]);
        }

        var index = BindExpression(syntax.Index);
        if (container.IsAny) return Step(index, MochiType.Any);
        if (!container.IsError)
        {
            _diagnostics.Error(
                LanguageCodes.NotIndexable,
                syntax.Target.Span,
                $"expected a list or map to assign into, found {container}",
                container.Is(MochiType.String) ? "strings do not change: build a new one with slices and '+'"
                    : container is RowType ? "a row has fixed fields; write the key in quotes for a map: {\"a\": 1}" : null);
        }

        return null;

        (LocalSymbol, List<BoundStep>, MochiType)? Step(BoundExpression index, MochiType element)
        {
            path.Add(new BoundIndexStep(syntax.Span, container, index));
            return (symbol, path, element);
        }
    }

    private static MochiType InferContainer(TypeVariable open, BoundExpression index)
    {
        open.Bind(index.Type.Is(MochiType.Int)
            ? new ListType(new TypeVariable())
            : new MapType(index.ResolvedType, new TypeVariable()));
        return open.Pruned;
    }

    private (LocalSymbol Symbol, List<BoundStep> Path, MochiType Type)? BindFieldStep(
        FieldAccessSyntax syntax,
        LocalSymbol symbol,
        List<BoundStep> path,
        MochiType container)
    {
        container = container.Pruned;
        var name = syntax.Name;
        switch (container)
        {
            case RecordType record when record.IndexOf(name.Text) is >= 0 and var index:
                path.Add(new BoundFieldStep(syntax.Span, record, record.Tag, record.Fields.Count + 1, index));
                return (symbol, path, record.Fields[index].Type);
            case RowType row when row.Layout.IndexOf(name.Text) is >= 0 and var index:
                path.Add(new BoundFieldStep(syntax.Span, row, row.Layout.Tag, row.Types.Count + 1, index));
                return (symbol, path, row.Types[index]);
            case MapType map when TypeRelations.Relate(MochiType.String, map.Key) == TypeRelation.Same:
                path.Add(new BoundIndexStep(syntax.Span, map, new BoundLiteral(name.Span, name.Text, MochiType.String)));
                return (symbol, path, map.Value);
        }

        if (container.IsAny)
        {
            path.Add(new BoundDynamicFieldStep(syntax.Span, container, name.Text));
            return (symbol, path, MochiType.Any);
        }

        UnknownMember(name, container);
        return null;
    }

    private BoundUpdate? BindUpdate(UpdateSyntax syntax)
    {
        if (BindTargetName(new IdentifierSyntax(syntax.Target.Span, syntax.Target.Text), allowImmutable: true) is not { } target)
        {
            return null;
        }

        if (target.Type.Pruned is not ListType { Element: RecordType or RowType } list)
        {
            if (!target.Type.IsError)
            {
                _diagnostics.Error(
                    LanguageCodes.TypeMismatch,
                    syntax.Target.Span,
                    $"expected a list of records to update, found {target.Type.Pruned}");
            }

            return null;
        }

        var outer = _scope;
        var element = new LocalSymbol("row", list.Element, syntax.Target.Span, mutable: false, _context);
        _scope = new Scope(outer) { Receiver = element };
        var condition = syntax.Where is null ? null : BindCondition(syntax.Where);
        var replacement = With(syntax.Span, new BoundLocal(syntax.Target.Span, element), syntax.Fields);
        _scope = outer;
        return new BoundUpdate(syntax.Span, target.Symbol, element, condition, replacement);
    }
}
