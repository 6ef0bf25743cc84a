using Mochi.BeamAsm.Ir;
using Mochi.Language.Binding;
using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Lowering;

/// <summary>
/// Queries become nested loops that put rows in front of a list, which is turned round at the end.
/// </summary>
internal sealed partial class FunctionLowering
{
    private static readonly TupleShape Pair = new(2, Tag: null);

    private Expression Query(BoundQuery query)
    {
        BindVariables(query);
        var rows = new Local("rows", IrType.List, isMutable: true);
        var steps = new List<Expression> { Node.Let(rows, Node.Nil) };
        var needsKey = query.SortKey is not null;
        Expression result;
        if (query.Group is { } group)
        {
            steps.Add(Sources(query, Push(rows, Node.Tuple(Lower(group.Key), Lower(group.Item)))));
            result = Groups(query, group, Reversed(rows, query.Span));
        }
        else
        {
            steps.Add(Sources(query, Push(rows, Row(query))));
            result = Reversed(rows, query.Span);
        }

        return Sequence(steps, Finish(query, result, needsKey));
    }

    private void BindVariables(BoundQuery query)
    {
        foreach (var source in query.Sources) Bind(source.Variable);
        foreach (var join in query.Joins)
        {
            Bind(join.Row);
            if (join.Variable != join.Row) Bind(join.Variable);
            foreach (var (_, after) in join.Earlier) Bind(after);
        }
    }

    /// <summary>A row of the result; with its sort key in front when the query sorts.</summary>
    private Expression Row(BoundQuery query) => query.SortKey is null
        ? Lower(query.Select)
        : Node.Tuple(Lower(query.SortKey), Lower(query.Select));

    private static Expression Push(Local rows, Expression row) => Node.Assign(rows, Node.Cons(row, Node.Get(rows)));

    private Expression Reversed(Local rows, TextSpan span) => Call("lists", "reverse", span, Node.Get(rows));

    /// <summary>Sorts, cuts, drops sort keys and duplicates, and computes an aggregate over all rows.</summary>
    private Expression Finish(BoundQuery query, Expression rows, bool needsKey)
    {
        var span = query.Span;
        if (needsKey) rows = Sorted(query, rows);
        if (needsKey) rows = Collect(rows, "row", row => new TupleElementExpression(row, Pair, 1), span);
        if (query.Distinct) rows = Call("mochi_list", "distinct", span, rows);
        if (query.Skip is not null)
        {
            rows = Call("mochi_list", "slice", span, rows, NotNegative(query.Skip), Node.Atom("nil"));
        }

        if (query.Take is not null)
        {
            rows = Call("mochi_list", "slice", span, rows, Node.Integer(0), NotNegative(query.Take));
        }

        return query.Aggregate switch
        {
            null => rows,
            "count" => BuiltIn("length", span, rows),
            var name => Call("mochi_list", name, span, rows),
        };
    }

    /// <summary>A slice counts negative numbers from the end; skip and take do not.</summary>
    private Expression NotNegative(BoundExpression count) => BuiltIn("max", count.Span, Lower(count), Node.Integer(0));

    private Expression Sorted(BoundQuery query, Expression rows)
    {
        var key = query.SortKey!.ResolvedType;
        if (key is PrimitiveType && !key.IsAny) return Call("lists", "keysort", query.Span, Node.Integer(1), rows);
        var row = new Local("row", IrType.Tuple);
        var getKey = new LambdaExpression([row], new TupleElementExpression(Node.Get(row), Pair, 0));
        return Call("mochi_list", "sort_by", query.Span, rows, getKey);
    }

    /// <summary>Maps a list with a loop.</summary>
    private Expression Collect(Expression list, string name, Func<Expression, Expression> map, TextSpan span)
    {
        var rows = new Local("rows", IrType.List, isMutable: true);
        var row = new Local(name, IrType.Any);
        return Node.Block(
            Node.Let(rows, Node.Nil),
            new ForEachExpression(new LoopLabel("query"), row, list, Push(rows, map(Node.Get(row)))),
            Reversed(rows, span));
    }

    private Expression Groups(BoundQuery query, BoundGroup group, Expression rows)
    {
        var results = new Local("results", IrType.List, isMutable: true);
        var pair = new Local("pair", IrType.Tuple);
        var type = (GroupType)group.Variable.Type.Pruned;
        var key = new TupleElementExpression(Node.Get(pair), Pair, 0);
        var items = new TupleElementExpression(Node.Get(pair), Pair, 1);
        var declare = Declare(group.Variable, GroupValue(type, key, items));
        var having = group.Having is null ? null : Lower(group.Having);
        var push = Push(results, Row(query));
        var body = Node.Block(declare, having is null ? push : Node.If(having, push, Node.Unit));
        return Node.Block(
            Node.Let(results, Node.Nil),
            new ForEachExpression(
                new LoopLabel("group"), pair, Call("mochi_list", "group", group.Span, rows), body),
            Reversed(results, query.Span));
    }

    private Expression GroupValue(GroupType type, Expression key, Expression items)
    {
        var layout = module.GroupLayout;
        return layout.Names[0] == "key" ? Tagged(layout.Tag, [key, items]) : Tagged(layout.Tag, [items, key]);
    }
}
