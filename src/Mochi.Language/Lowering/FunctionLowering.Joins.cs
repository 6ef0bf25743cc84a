using Mochi.BeamAsm.Ir;
using Mochi.Language.Binding;
using Mochi.Language.Syntax;

namespace Mochi.Language.Lowering;

/// <summary>
/// The loops of a query. Inner and left joins are loops inside the loops before them; a right or outer join first
/// collects the rows so far, because it goes through them more than once.
/// </summary>
internal sealed partial class FunctionLowering
{
    /// <summary>The loops over sources and joins around what is done with a row.</summary>
    private Expression Sources(BoundQuery query, Expression innermost)
    {
        var body = query.Where is null ? innermost : Node.If(Lower(query.Where), innermost, Node.Unit);
        return Sources(query, query.Sources.Count + query.Joins.Count, body);
    }

    private Expression Sources(BoundQuery query, int count, Expression body)
    {
        if (count == 0) return body;
        if (count <= query.Sources.Count)
        {
            var source = query.Sources[count - 1];
            return Sources(query, count - 1, ForRows(_locals[source.Variable], Lower(source.List), body));
        }

        var join = query.Joins[count - query.Sources.Count - 1];
        return join.Kind switch
        {
            JoinKind.Inner => Sources(query, count - 1, InnerJoin(join, body)),
            JoinKind.Left => Sources(query, count - 1, LeftJoin(join, body)),
            _ => CollectedJoin(query, count - 1, join, body),
        };
    }

    private static ForEachExpression ForRows(Local variable, Expression list, Expression body) =>
        new(new LoopLabel("query"), variable, list, body);

    private ForEachExpression InnerJoin(BoundJoin join, Expression body) =>
        ForRows(_locals[join.Row], Lower(join.List), Node.If(Lower(join.On), body, Node.Unit));

    /// <summary>Partners of one row as options; a single none when there are none.</summary>
    private Expression LeftJoin(BoundJoin join, Expression body)
    {
        var matches = new Local("matches", IrType.List, isMutable: true);
        var row = _locals[join.Row];
        var push = Push(matches, Joined(join, row));
        var partners = Node.If(
            BuiltIn("=:=", join.Span, Node.Get(matches), Node.Nil),
            List([Node.Atom("none")]),
            Reversed(matches, join.Span));
        return Node.Block(
            Node.Let(matches, Node.Nil),
            ForRows(row, Lower(join.List), Node.If(Lower(join.On), push, Node.Unit)),
            ForRows(_locals[join.Variable], partners, body));
    }

    /// <summary>
    /// A right join goes through the joined list in order and looks for earlier rows; an outer join goes through the
    /// earlier rows in order and then adds the joined rows that found none.
    /// </summary>
    private Expression CollectedJoin(BoundQuery query, int count, BoundJoin join, Expression body)
    {
        var collected = new Local("collected", IrType.List, isMutable: true);
        var earlier = new Local("earlier", IrType.List);
        var joined = new Local("joined", IrType.List);
        var combined = new Local("combined", IrType.List, isMutable: true);
        var row = new TupleExpression([.. join.Earlier.Select(pair => Node.Get(_locals[pair.Before]))]);
        var steps = new List<Expression>
        {
            Node.Let(collected, Node.Nil),
            Sources(query, count, Push(collected, row)),
            Node.Let(earlier, Reversed(collected, join.Span)),
            Node.Let(joined, Lower(join.List)),
            Node.Let(combined, Node.Nil),
        };
        if (join.Kind == JoinKind.Outer) steps.Add(EarlierRows(join, earlier, joined, combined));
        steps.Add(JoinedRows(join, earlier, joined, combined));
        var all = new Local("all", IrType.Tuple);
        var shape = new TupleShape(join.Earlier.Count + 1, Tag: null);
        var unpack = join.Earlier
            .Select((pair, index) => Node.Let(_locals[pair.After], new TupleElementExpression(Node.Get(all), shape, index)))
            .Append(Node.Let(_locals[join.Variable], new TupleElementExpression(Node.Get(all), shape, shape.Arity - 1)))
            .Append(body);
        steps.Add(ForRows(all, Reversed(combined, join.Span), new BlockExpression([.. unpack])));
        return new BlockExpression([.. steps]);
    }

    /// <summary>Every joined row: in a right join with each of its partners; alone when it has none.</summary>
    private Expression JoinedRows(BoundJoin join, Local earlier, Local joined, Local combined) => WithNewLocals(join, () =>
    {
        var found = new Local("found", IrType.Boolean, isMutable: true);
        var row = _locals[join.Row];
        var present = join.Kind == JoinKind.Outer ? Joined(join, row) : Node.Get(row);
        var hit = Node.Assign(found, Node.True);
        if (join.Kind == JoinKind.Right) hit = Node.Block(hit, Push(combined, Combine(Present(join), present)));
        var alone = Combine([.. join.Earlier.Select(_ => Node.Atom("none"))], present);
        return ForRows(row, Node.Get(joined), Node.Block(
            Node.Let(found, Node.False),
            ForEarlier(join, earlier, Node.If(Lower(join.On), hit, Node.Unit)),
            Node.If(Node.Get(found), Node.Unit, Push(combined, alone))));
    });

    /// <summary>Every earlier row of an outer join with each of its partners; with none when it has none.</summary>
    private Expression EarlierRows(BoundJoin join, Local earlier, Local joined, Local combined) => WithNewLocals(join, () =>
    {
        var found = new Local("found", IrType.Boolean, isMutable: true);
        var row = _locals[join.Row];
        var hit = Node.Block(
            Node.Assign(found, Node.True),
            Push(combined, Combine(Present(join), Joined(join, row))));
        return ForEarlier(join, earlier, Node.Block(
            Node.Let(found, Node.False),
            ForRows(row, Node.Get(joined), Node.If(Lower(join.On), hit, Node.Unit)),
            Node.If(Node.Get(found), Node.Unit, Push(combined, Combine(Present(join), Node.Atom("none"))))));
    });

    private static Expression Joined(BoundJoin join, Local row) =>
        join.Row.Type.Pruned is Types.OptionType ? Node.Get(row) : Tagged("some", [Node.Get(row)]);

    private List<Expression> Present(BoundJoin join) => [.. join.Earlier.Select(pair =>
    {
        var value = Node.Get(_locals[pair.Before]);
        return pair.Before.Type.Pruned is Types.OptionType ? value : Tagged("some", [value]);
    })];

    private static TupleExpression Combine(List<Expression> earlier, Expression joined) => new([.. earlier, joined]);

    private ForEachExpression ForEarlier(BoundJoin join, Local earlier, Expression body)
    {
        var row = new Local("row", IrType.Tuple);
        var shape = new TupleShape(join.Earlier.Count, Tag: null);
        var steps = join.Earlier
            .Select((pair, index) => Node.Let(
                _locals[pair.Before],
                new TupleElementExpression(Node.Get(row), shape, index)))
            .Append(body);
        return ForRows(row, Node.Get(earlier), new BlockExpression([.. steps]));
    }

    /// <summary>
    /// Lowers loops that bind the variables of a join once more: the IR binds a local in one place only.
    /// </summary>
    private Expression WithNewLocals(BoundJoin join, Func<Expression> lower)
    {
        var symbols = join.Earlier.Select(pair => pair.Before).Append(join.Row).ToList();
        var outer = symbols.Select(symbol => _locals[symbol]).ToList();
        foreach (var symbol in symbols) Bind(symbol);
        var lowered = lower();
        foreach (var (symbol, local) in symbols.Zip(outer)) _locals[symbol] = local;
        return lowered;
    }
}
