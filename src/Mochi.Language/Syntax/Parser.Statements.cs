namespace Mochi.Language.Syntax;

internal sealed partial class Parser
{
    private StatementSyntax Statement()
    {
        Enter();
        var statement = Current.Kind == TokenKind.Keyword ? KeywordStatement() : null;
        statement ??= ContextualStatement() ?? ExpressionStatement();
        Leave();
        return statement;
    }

    private StatementSyntax? KeywordStatement()
    {
        var start = _position;
        switch (Current.Text)
        {
            case "let" or "var": return Variable();
            case "fun": return Peek(1).IsWord ? Function(exported: false) : null;
            case "export": return ExportedFunction();
            case "type": return TypeDeclaration();
            case "if": return If();
            case "while": return While();
            case "for": return For();
            case "return": return Return();
            case "break":
                Advance();
                return new BreakSyntax(SpanFrom(start));
            case "continue":
                Advance();
                return new ContinueSyntax(SpanFrom(start));
            case "expect":
                Advance();
                var value = Expression();
                return new ExpectSyntax(SpanFrom(start), value);
            case "import": return Import();
            case "extern": return Extern();
            default: return null;
        }
    }

    private StatementSyntax? ContextualStatement()
    {
        if (Current.Kind != TokenKind.Identifier) return null;
        var next = Peek(1);
        var namesSomething = next.Kind == TokenKind.Identifier && !next.FirstOnLine;
        return Current.Text switch
        {
            "package" when namesSomething =>
                throw Error(LanguageCodes.SyntaxError, Current.Span, "'package' must be the first line of the file"),
            "test" when next.Kind == TokenKind.String && !next.FirstOnLine => Test(),
            "agent" when namesSomething && (Peek(2).Is("{") || Peek(2).Is("(")) => Agent(),
            "stream" when namesSomething && Peek(2).Is("{") => Stream(),
            "emit" when namesSomething && Peek(2).Is("{") => Emit(),
            "on" when namesSomething && (Peek(2).Is("{") || Peek(2).IsNamed("as")) => On(),
            "fact" when namesSomething && Peek(2).Is("(") => Fact(),
            "rule" when namesSomething && Peek(2).Is("(") => Rule(),
            "try" when next.Is("{") => Try(),
            "update" when next.IsWord && Peek(2).IsNamed("set") => Update(),
            "bench" when next.Kind == TokenKind.String => Bench(),
            "model" when next.IsWord && Peek(2).Is("{") => Model(),
            _ => null,
        };
    }

    private BlockSyntax Block(string purpose)
    {
        var start = _position;
        Expect("{", purpose);
        var statements = new List<StatementSyntax>();
        StatementList(statements, _tokens[start].Depth + 1);
        if (!Current.Is("}"))
        {
            throw Error(
                LanguageCodes.SyntaxError,
                _tokens[start].Span,
                "this '{' is never closed",
                "add the missing '}'");
        }

        Advance();
        return new BlockSyntax(SpanFrom(start), statements);
    }

    private StatementSyntax Variable()
    {
        var start = _position;
        var mutable = Advance().Text == "var";
        if (Current.Is("[")) return ListDestructuring(start, mutable);
        if (Current.Is("{")) return MapDestructuring(start, mutable);
        var name = Name("a variable name");
        var type = Accept(":") ? Type() : null;
        var value = Accept("=") ? Expression() : null;
        if (type is null && value is null)
        {
            throw Error(
                LanguageCodes.SyntaxError,
                Current.Span,
                $"expected ': T' or '= value' after '{name.Text}', found {Current.Describe()}");
        }

        return new VariableSyntax(SpanFrom(start), mutable, name, type, value);
    }

    private ListDestructuringSyntax ListDestructuring(int start, bool mutable)
    {
        var names = Delimited("[", "]", "before the names", () => Name("a variable name"));
        Expect("=", "after the names");
        var value = Expression();
        return new ListDestructuringSyntax(SpanFrom(start), mutable, names, value);
    }

    private MapDestructuringSyntax MapDestructuring(int start, bool mutable)
    {
        var entries = Delimited("{", "}", "before the names", () =>
        {
            var key = Current.IsWord
                ? new LiteralSyntax(Current.Span, Advance().Text)
                : StringLiteral("a key");
            Expect(":", "between a key and its name");
            return (key, Name("a variable name"));
        });
        Expect("=", "after the names");
        var value = Expression();
        return new MapDestructuringSyntax(SpanFrom(start), mutable, entries, value);
    }

    private StatementSyntax If()
    {
        Enter();
        var start = _position;
        Advance();
        var condition = Condition();
        if (Current.IsNamed("then"))
        {
            var expression = IfTail(start, condition);
            Leave();
            return new ExpressionStatementSyntax(expression.Span, expression);
        }

        var then = Block("after the condition");
        BlockSyntax? otherwise = null;
        if (AcceptWord("else"))
        {
            if (Current.IsNamed("if"))
            {
                var nested = If();
                otherwise = new BlockSyntax(nested.Span, [nested]);
            }
            else
            {
                otherwise = Block("after 'else'");
            }
        }

        Leave();
        return new IfSyntax(SpanFrom(start), condition, then, otherwise);
    }

    private WhileSyntax While()
    {
        var start = _position;
        Advance();
        var condition = Condition();
        var body = Block("after the condition");
        return new WhileSyntax(SpanFrom(start), condition, body);
    }

    private ForSyntax For()
    {
        var start = _position;
        Advance();
        var name = Name("a loop variable");
        var second = Accept(",") ? Name("a second loop variable") : null;
        ExpectWord("in", "after the loop variable");
        var source = Source();
        var body = Block("after the source of the loop");
        return new ForSyntax(SpanFrom(start), name, second, source, body);
    }

    /// <summary>
    /// A condition or loop source: <c>x {</c> in it is a name and the start of a block, not a record.
    /// </summary>
    private ExpressionSyntax Condition()
    {
        var outer = _noRecord;
        _noRecord = true;
        var expression = Expression();
        _noRecord = outer;
        return expression;
    }

    private ExpressionSyntax Source()
    {
        var start = _position;
        var source = Condition();
        if (!Accept("..")) return source;
        var end = Condition();
        return new RangeSyntax(SpanFrom(start), source, end);
    }

    private ReturnSyntax Return()
    {
        var start = _position;
        Advance();
        var value = StartsExpression(Current) && !IsStatementWord(Current) ? Expression() : null;
        return new ReturnSyntax(SpanFrom(start), value);
    }

    private static bool IsStatementWord(Token token) =>
        token.FirstOnLine && token.Text is "let" or "var" or "for" or "while" or "return" or "break" or "continue";

    private TestSyntax Test()
    {
        var start = _position;
        Advance();
        var name = StringLiteral("the name of the test");
        var span = SpanFrom(start);
        var body = Block("after the name of the test");
        return new TestSyntax(span, (string)name.Value!, body);
    }

    private TrySyntax Try()
    {
        var start = _position;
        Advance();
        var body = Block("after 'try'");
        ExpectWord("catch", "after the block of 'try'");
        var name = Current.Is("{") ? null : Name("a name for the error");
        var handler = Block("after 'catch'");
        return new TrySyntax(SpanFrom(start), body, name, handler);
    }

    private UpdateSyntax Update()
    {
        var start = _position;
        Advance();
        var target = Name("the list to update");
        var span = SpanFrom(start);
        ExpectWord("set", "after the list to update");
        var fields = Delimited("{", "}", "after 'set'", FieldValue);
        var where = AcceptWord("where") ? Expression() : null;
        return new UpdateSyntax(span, target, fields, where);
    }

    private StatementSyntax ExpressionStatement()
    {
        var start = _position;
        var expression = Expression();
        if (Current.Is("="))
        {
            if (!IsAssignable(expression))
            {
                throw Error(
                    LanguageCodes.BadAssignmentTarget,
                    expression.Span,
                    "this cannot be assigned to",
                    "assign to a variable, an element x[i] or a field x.f; compare with '=='");
            }

            Advance();
            var value = Expression();
            return new AssignmentSyntax(SpanFrom(start), expression, value);
        }

        if (Current.Text is "+=" or "-=" or "*=" or "/=")
        {
            throw Error(
                LanguageCodes.SyntaxError,
                Current.Span,
                $"unexpected '{Current.Text}'",
                CompoundHint(Current.Text));
        }

        return new ExpressionStatementSyntax(expression.Span, expression);
    }

    private static bool IsAssignable(ExpressionSyntax expression) => expression switch
    {
        IdentifierSyntax => true,
        IndexSyntax { Safe: false } index => IsAssignable(index.Target),
        FieldAccessSyntax { Safe: false } field => IsAssignable(field.Target),
        _ => false,
    };
}
