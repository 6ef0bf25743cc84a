using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

internal sealed partial class Binder
{
    private BoundQuery BindQuery(QuerySyntax syntax)
    {
        var outer = _scope;
        _scope = new Scope(outer);
        var variables = new List<LocalSymbol>();
        var sources = new List<BoundSource>();
        foreach (var source in syntax.Sources)
        {
            var (list, types) = Iterate(BindExpression(source.Source));
            var variable = Declare(source.Name, types[0], mutable: false);
            sources.Add(new BoundSource(source.Span, variable, list));
            variables.Add(variable);
        }

        var joins = syntax.Joins.Select(join => BindJoin(join, variables)).ToList();
        var where = syntax.Where is null ? null : BindCondition(syntax.Where);
        var group = syntax.Group is null ? null : BindGroup(syntax.Group, variables);
        var sortKey = syntax.SortKey is null ? null : BindExpression(syntax.SortKey);
        var skip = syntax.Skip is null ? null : BindConverted(syntax.Skip, MochiType.Int);
        var take = syntax.Take is null ? null : BindConverted(syntax.Take, MochiType.Int);
        var aggregate = group is null ? AggregateOf(syntax.Select) : null;
        var select = BindExpression(aggregate?.Argument ?? syntax.Select);
        MochiType type = new ListType(select.ResolvedType);
        if (aggregate is { Name: var name } && select.ResolvedType is ListType or SetType or GroupType)
        {
            // The aggregate of a list inside the row is an ordinary call.
            select = BindExpression(syntax.Select);
            type = new ListType(select.ResolvedType);
            aggregate = null;
        }

        _scope = outer;
        var query = new BoundQuery(
            syntax.Span, sources, joins, where, group, sortKey, skip, take, syntax.Distinct, select, aggregate?.Name, type);
        return query;
    }

    /// <summary><c>select sum(x)</c> without a group is the sum over all rows.</summary>
    private (string Name, ExpressionSyntax Argument)? AggregateOf(ExpressionSyntax select) =>
        select is CallSyntax { Callee: IdentifierSyntax { Name: "sum" or "count" or "avg" or "min" or "max" } name, Arguments.Count: 1 } call
        && !IsUserName(name.Name)
            ? (name.Name, call.Arguments[0])
            : null;

    private BoundJoin BindJoin(JoinSyntax syntax, List<LocalSymbol> variables)
    {
        var (list, types) = Iterate(BindExpression(syntax.Source));
        var row = Declare(syntax.Name, types[0], mutable: false);
        var on = BindCondition(syntax.On);
        var variable = syntax.Kind is JoinKind.Left or JoinKind.Outer
            ? Declare(syntax.Name, Optional(types[0]), mutable: false)
            : row;
        var earlier = new List<(LocalSymbol, LocalSymbol)>();
        if (syntax.Kind is JoinKind.Right or JoinKind.Outer)
        {
            for (var i = 0; i < variables.Count; i++)
            {
                var before = variables[i];
                variables[i] = Declare(new NameSyntax(before.Span, before.Name), Optional(before.Type), mutable: false);
                earlier.Add((before, variables[i]));
            }
        }

        variables.Add(variable);
        return new BoundJoin(syntax.Span, syntax.Kind, row, variable, list, on, earlier);
    }

    private static MochiType Optional(MochiType type) => type.Pruned is OptionType ? type.Pruned : new OptionType(type);

    private BoundGroup BindGroup(GroupSyntax syntax, List<LocalSymbol> variables)
    {
        BoundExpression key;
        if (syntax.Keys.Count == 1)
        {
            key = BindExpression(syntax.Keys[0]);
        }
        else
        {
            var keys = syntax.Keys.Select(item => BindExpression(item)).ToList();
            var type = JoinAll(keys);
            key = new BoundList(syntax.Span, [.. keys.Select(item => Convert(item, type))], new ListType(type));
        }

        var item = GroupItem(syntax.Span, variables);
        var variable = Declare(syntax.Name, new GroupType(key.ResolvedType, item.ResolvedType), mutable: false);
        var having = syntax.Having is null ? null : BindCondition(syntax.Having);
        return new BoundGroup(syntax.Span, key, item, variable, having);
    }

    /// <summary>A row of a group: the row itself, or a row of all the variables when there are several.</summary>
    private BoundExpression GroupItem(TextSpan span, List<LocalSymbol> variables)
    {
        if (variables.Count == 1) return new BoundLocal(span, variables[0]);
        var names = variables.Select(variable => variable.Name).ToList();
        if (names.Distinct().Count() != names.Count)
        {
            _diagnostics.Error(LanguageCodes.DuplicateName, span, "two row variables of this query have one name");
            return new BoundError(span);
        }

        var layout = _layouts.Use(names);
        var values = layout.Names
            .Select(name => (BoundExpression)new BoundLocal(span, variables[names.IndexOf(name)]))
            .ToList();
        var type = new RowType(layout, [.. values.Select(value => value.Type)]);
        return new BoundConstruct(span, layout.Tag, values, [.. Enumerable.Range(0, values.Count)], type);
    }
}
