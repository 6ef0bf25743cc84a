namespace Mochi.Language.Syntax;

/// <summary>Forms that parse so that a program which uses them gets one clear message for each.</summary>
internal sealed partial class Parser
{
    private UnsupportedStatementSyntax Agent()
    {
        var start = _position;
        Advance();
        var name = Name("the name of the agent");
        var span = SpanFrom(start);
        if (Current.Is("(")) Parameters();
        Expect("{", "before the body of the agent");
        while (!Current.Is("}"))
        {
            if (Current.IsNamed("intent")) Intent();
            else if (Current.Kind == TokenKind.EndOfFile) Expect("}", "to close the agent");
            else Statement();
        }

        Advance();
        return new UnsupportedStatementSyntax(span, "agents", [name.Text]);
    }

    private void Intent()
    {
        Advance();
        Name("the name of the intent");
        Parameters();
        if (Accept(":")) Type();
        Effects();
        Block("before the body of the intent");
    }

    private UnsupportedStatementSyntax Stream()
    {
        var start = _position;
        Advance();
        var name = Name("the name of the stream");
        var span = SpanFrom(start);
        BracedFields();
        return new UnsupportedStatementSyntax(span, "streams", [name.Text]);
    }

    private UnsupportedStatementSyntax Emit()
    {
        var start = _position;
        Advance();
        Name("the name of a stream");
        var span = SpanFrom(start);
        Delimited("{", "}", "before the fields of the event", FieldValue);
        return new UnsupportedStatementSyntax(span, "streams", []);
    }

    private UnsupportedStatementSyntax On()
    {
        var start = _position;
        Advance();
        Name("the name of a stream");
        if (AcceptWord("as")) Name("a name for the event");
        var span = SpanFrom(start);
        Block("before the handler");
        return new UnsupportedStatementSyntax(span, "streams", []);
    }

    private UnsupportedStatementSyntax Model()
    {
        var start = _position;
        Advance();
        var name = Name("the name of the model");
        var span = SpanFrom(start);
        Properties();
        return new UnsupportedStatementSyntax(span, "language models", [name.Text]);
    }

    private void Properties()
    {
        Expect("{", "before the properties");
        while (!Current.Is("}"))
        {
            FieldValue();
            Accept(",");
        }

        Advance();
    }

    private UnsupportedStatementSyntax Bench()
    {
        var start = _position;
        Advance();
        StringLiteral("the name of the benchmark");
        var span = SpanFrom(start);
        Block("before the body of the benchmark");
        return new UnsupportedStatementSyntax(span, "benchmarks", []);
    }

    private UnsupportedStatementSyntax Import()
    {
        var start = _position;
        Advance();
        if (Current.Kind == TokenKind.Identifier) Advance();
        var path = (string)StringLiteral("the path of the import").Value!;
        var name = path[(path.LastIndexOf('/') + 1)..];
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0) name = name[..dot];
        if (AcceptWord("as")) name = Name("a name for the import").Text;
        AcceptWord("auto");
        return new UnsupportedStatementSyntax(SpanFrom(start), "imports", [name]);
    }

    private UnsupportedStatementSyntax Extern()
    {
        var start = _position;
        Advance();
        var kind = Current.Text;
        if (kind is not ("type" or "object" or "var" or "let" or "fun"))
        {
            throw Error(
                LanguageCodes.SyntaxError,
                Current.Span,
                $"expected 'fun', 'var', 'let', 'type' or 'object' after 'extern', found {Current.Describe()}");
        }

        Advance();
        var name = Name("a name");
        while (Accept(".")) MemberName("a name after '.'");
        if (kind == "fun") Parameters();
        if (kind is "var" or "let") Expect(":", "before the type");
        if (kind is "var" or "let" || (kind == "fun" && Accept(":"))) Type();
        return new UnsupportedStatementSyntax(SpanFrom(start), "extern declarations", [name.Text]);
    }

    private UnsupportedStatementSyntax Fact()
    {
        var start = _position;
        Advance();
        Predicate();
        return new UnsupportedStatementSyntax(SpanFrom(start), "facts and rules", []);
    }

    private UnsupportedStatementSyntax Rule()
    {
        var start = _position;
        Advance();
        Predicate();
        var span = SpanFrom(start);
        Expect(":", "and '-' after the head of the rule");
        Expect("-", "after ':'");
        do
        {
            if (Current.IsNamed("not") && Peek(1).IsWord) Advance();
            if (Peek(1).Is("(")) Predicate();
            else Expression();
        }
        while (Accept(","));

        return new UnsupportedStatementSyntax(span, "facts and rules", []);
    }

    private void Predicate()
    {
        Name("the name of a predicate");
        Delimited("(", ")", "before the terms", Expression);
    }

    private UnsupportedExpressionSyntax LogicQuery()
    {
        var start = _position;
        Advance();
        Predicate();
        return new UnsupportedExpressionSyntax(SpanFrom(start), "facts and rules");
    }

    private UnsupportedExpressionSyntax Generate()
    {
        var start = _position;
        Advance();
        Name("what to generate");
        var span = SpanFrom(start);
        Properties();
        return new UnsupportedExpressionSyntax(span, "generate expressions");
    }

    private UnsupportedExpressionSyntax Fetch()
    {
        var start = _position;
        Advance();
        Expression();
        if (AcceptWord("into")) Name("a variable");
        if (AcceptWord("with")) Expression();
        return new UnsupportedExpressionSyntax(SpanFrom(start), "fetch expressions");
    }

    private UnsupportedExpressionSyntax Load()
    {
        var start = _position;
        Advance();
        if (Current.Kind == TokenKind.String) Advance();
        ExpectWord("as", "after 'load'");
        Type();
        if (AcceptWord("with")) Expression();
        return new UnsupportedExpressionSyntax(SpanFrom(start), "load expressions");
    }

    private UnsupportedExpressionSyntax Save()
    {
        var start = _position;
        Advance();
        Expression();
        if (AcceptWord("to")) StringLiteral("the path of the file");
        if (AcceptWord("with")) Expression();
        return new UnsupportedExpressionSyntax(SpanFrom(start), "save expressions");
    }

    private UnsupportedExpressionSyntax Prefixed(string feature)
    {
        var start = _position;
        Advance();
        Unary();
        return new UnsupportedExpressionSyntax(SpanFrom(start), feature);
    }

    private UnsupportedExpressionSyntax Await()
    {
        var start = _position;
        Advance();
        Unary();
        if (AcceptWord("timeout"))
        {
            Expression();
        }
        else if (Current.IsNamed("for") && !Current.FirstOnLine)
        {
            Advance();
            Expression();
        }

        return new UnsupportedExpressionSyntax(SpanFrom(start), "async and await");
    }

    private UnsupportedExpressionSyntax StreamValue(string feature)
    {
        var start = _position;
        Advance();
        Advance();
        Type();
        SplitGreaterEqual();
        Expect(">", "after the element type");
        return new UnsupportedExpressionSyntax(SpanFrom(start), feature);
    }
}
