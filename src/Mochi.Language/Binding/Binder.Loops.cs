using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

internal sealed partial class Binder
{
    private BoundBlock BindLoopBody(BlockSyntax body, Action<Scope>? declare)
    {
        _context.LoopDepth++;
        var block = BindBlock(body, declare);
        _context.LoopDepth--;
        return block;
    }

    private BoundStatement BindFor(ForSyntax syntax)
    {
        if (syntax.Source is RangeSyntax range)
        {
            var from = BindConverted(range.Start, MochiType.Int);
            var to = BindConverted(range.End, MochiType.Int);
            LocalSymbol? counter = null;
            var rangeBody = BindLoopBody(
                syntax.Body,
                _ => counter = Declare(syntax.Name, MochiType.Int, mutable: true, isLoopVariable: true));
            return new BoundForRange(syntax.Span, counter!, from, to, rangeBody);
        }

        var source = BindExpression(syntax.Source);
        LocalSymbol? first = null;
        LocalSymbol? second = null;
        var (list, types) = syntax.Second is null ? Iterate(source) : IteratePairs(source);
        var body = BindLoopBody(syntax.Body, _ =>
        {
            first = Declare(syntax.Name, types[0], mutable: true, isLoopVariable: true);
            if (syntax.Second is not null)
            {
                second = Declare(syntax.Second, types[1], mutable: true, isLoopVariable: true);
            }
        });
        return new BoundForEach(syntax.Span, first!, second, list, body);
    }

    /// <summary>The elements of a collection as a list, in the order in which they are visited.</summary>
    private (BoundExpression List, MochiType[] Types) Iterate(BoundExpression source)
    {
        var type = source.ResolvedType;
        switch (type)
        {
            case ListType list: return (source, [list.Element]);
            case MapType map: return (Call("mochi_map:keys", map.Key), [map.Key]);
            case SetType set: return (Call("mochi_set:to_list", set.Element), [set.Element]);
            case GroupType group: return (GroupItems(source), [group.Item]);
            case OptionType option: return Iterate(Unwrap(source, option));
            case RowType row:
                var names = row.Layout.Names.Order(StringComparer.Ordinal)
                    .Select(name => (BoundExpression)new BoundLiteral(source.Span, name, MochiType.String));
                return (new BoundList(source.Span, [.. names], new ListType(MochiType.String)), [MochiType.String]);
            case TypeVariable variable:
                var element = new TypeVariable();
                variable.Bind(new ListType(element));
                return (source, [element]);
        }

        if (type.Is(MochiType.String)) return (Call("mochi_str:chars", MochiType.String), [MochiType.String]);
        if (type.IsError) return (source, [MochiType.Error]);
        if (type.IsAny) return (Call("mochi_list:to_list", MochiType.Any), [MochiType.Any]);
        _diagnostics.Error(
            LanguageCodes.NotIterable,
            source.Span,
            $"expected a list, map, set or string to go through, found {type}",
            type.Is(MochiType.Int) ? "count with a range: 0..n" : null);
        return (new BoundError(source.Span), [MochiType.Error]);

        BoundBuiltinCall Call(string target, MochiType element) =>
            new(source.Span, target, [source], new ListType(element));
    }

    private (BoundExpression List, MochiType[] Types) IteratePairs(BoundExpression source)
    {
        switch (source.ResolvedType)
        {
            case MapType map:
                var pairs = new BoundBuiltinCall(source.Span, "mochi_map:to_list", [source], MochiType.Any);
                return (pairs, [map.Key, map.Value]);
            case { IsError: true }:
                return (source, [MochiType.Error, MochiType.Error]);
        }

        _diagnostics.Error(
            LanguageCodes.NotIterable,
            source.Span,
            $"expected a map for two loop variables, found {source.ResolvedType}");
        return (new BoundError(source.Span), [MochiType.Error, MochiType.Error]);
    }
}
