namespace Mochi.Language.Syntax;

internal sealed partial class Parser
{
    private QuerySyntax Query()
    {
        Enter();
        var start = _position;
        var sources = new List<QuerySourceSyntax>();
        while (Current.IsNamed("from"))
        {
            var first = _position;
            Advance();
            var name = Name("a row variable");
            ExpectWord("in", "after the row variable");
            var source = QuerySource();
            sources.Add(new QuerySourceSyntax(SpanFrom(first), name, source));
        }

        var joins = new List<JoinSyntax>();
        while (StartsJoin()) joins.Add(Join());
        var where = AcceptWord("where") ? Expression() : null;
        var group = Current.IsNamed("group") ? Group() : null;
        var sortKey = SortKey();
        var skip = AcceptWord("skip") ? Expression() : null;
        var take = AcceptWord("take") ? Expression() : null;
        ExpectWord("select", "to end the query");
        var distinct = Current.IsNamed("distinct") && StartsExpression(Peek(1)) && !Peek(1).Is("(") && AcceptWord("distinct");
        var select = Expression();
        Leave();
        return new QuerySyntax(
            SpanFrom(start), sources, joins, where, group, sortKey, skip, take, distinct, select);
    }

    private ExpressionSyntax QuerySource()
    {
        var start = _position;
        var source = Expression();
        if (!Accept("..")) return source;
        var end = Expression();
        return new RangeSyntax(SpanFrom(start), source, end);
    }

    private bool StartsJoin() => Current.IsNamed("join") ||
        (Current.Text is "left" or "right" or "outer" or "inner" && Peek(1).IsNamed("join"));

    private JoinSyntax Join()
    {
        var start = _position;
        var kind = Current.Text switch
        {
            "left" => JoinKind.Left,
            "right" => JoinKind.Right,
            "outer" => JoinKind.Outer,
            _ => JoinKind.Inner,
        };
        if (!Current.IsNamed("join")) Advance();
        Advance();
        AcceptWord("from");
        var name = Name("a row variable");
        ExpectWord("in", "after the row variable");
        var source = QuerySource();
        ExpectWord("on", "after the source of the join");
        var on = Expression();
        return new JoinSyntax(SpanFrom(start), kind, name, source, on);
    }

    private GroupSyntax Group()
    {
        var start = _position;
        Advance();
        ExpectWord("by", "after 'group'");
        var keys = new List<ExpressionSyntax>();
        do
        {
            keys.Add(Expression());
        }
        while (Accept(","));

        ExpectWord("into", "after the key of the group");
        var name = Name("a name for the group");
        var having = AcceptWord("having") ? Expression() : null;
        return new GroupSyntax(SpanFrom(start), keys, name, having);
    }

    private ExpressionSyntax? SortKey()
    {
        if (!Current.IsNamed("sort") && !Current.IsNamed("order")) return null;
        Advance();
        ExpectWord("by", "after 'sort'");
        return Expression();
    }
}
