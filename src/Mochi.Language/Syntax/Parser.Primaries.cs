namespace Mochi.Language.Syntax;

internal sealed partial class Parser
{
    private ExpressionSyntax Primary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Integer or TokenKind.Float or TokenKind.String:
                Advance();
                return new LiteralSyntax(token.Span, token.Value);
            case TokenKind.Keyword:
                return KeywordPrimary(token);
            case TokenKind.Identifier:
                return IdentifierPrimary(token);
        }

        switch (token.Text)
        {
            case "(":
                Advance();
                var inner = InBrackets(Expression);
                Expect(")", "after the expression");
                return inner;
            case "[":
                var start = _position;
                var elements = Delimited("[", "]", "before the elements", Expression);
                return new ListSyntax(SpanFrom(start), elements);
            case "{":
                return InBrackets(() => MapOrSet(ordered: false));
        }

        throw Error(
            LanguageCodes.SyntaxError,
            token.Span,
            $"expected an expression, found {token.Describe()}",
            token.Text is "+=" or "-=" or "*=" or "/=" ? CompoundHint(token.Text) : null);
    }

    private ExpressionSyntax KeywordPrimary(Token token)
    {
        switch (token.Text)
        {
            case "true" or "false":
                Advance();
                return new LiteralSyntax(token.Span, token.Text == "true");
            case "none":
                Advance();
                return new LiteralSyntax(token.Span, Value: null);
            case "fun": return Lambda();
            case "if":
                var start = _position;
                Advance();
                return IfTail(start, Condition());
            case "match": return Match();
            case "generate": return Generate();
            case "fetch": return Fetch();
            case "load": return Load();
            case "save": return Save();
        }

        throw Error(
            LanguageCodes.ReservedWord,
            token.Span,
            $"expected an expression, found the reserved word '{token.Text}'");
    }

    private ExpressionSyntax IdentifierPrimary(Token token)
    {
        var next = Peek(1);
        switch (token.Text)
        {
            case "from" when next.IsWord && Peek(2).IsNamed("in"): return Query();
            case "query" when next.IsWord && Peek(2).Is("("): return LogicQuery();
            case "spawn" when next.Kind == TokenKind.Identifier && !next.FirstOnLine: return Prefixed("agents");
            case "async" when StartsExpression(next) && !next.Is("(") && !next.FirstOnLine:
                return Prefixed("async and await");
            case "await" when StartsExpression(next) && !next.FirstOnLine: return Await();
            case "stream" when next.Is("<") && Peek(3).Is(">") && Peek(4).Is("("): return StreamValue("streams");
            case "chan" when next.Is("<") && Peek(3).Is(">") && Peek(4).Is("("): return StreamValue("channels");
            case "omap" when next.Is("{"):
                Advance();
                return InBrackets(() => MapOrSet(ordered: true));
            case "set" when next.Is("{") && !_noRecord:
                Advance();
                var start = _position;
                var elements = Delimited("{", "}", "before the elements", Expression);
                return new SetSyntax(SpanFrom(start - 1), elements);
        }

        Advance();
        if (!StartsRecord()) return new IdentifierSyntax(token.Span, token.Text);
        var first = _position - 1;
        var fields = Delimited("{", "}", "before the fields", FieldValue);
        return new RecordSyntax(SpanFrom(first), ToName(token), fields);
    }

    /// <summary>True at <c>{ name:</c>, and at <c>{ }</c> where no block can stand.</summary>
    private bool StartsRecord() => Current.Is("{") &&
        ((Peek(1).IsWord && Peek(2).Is(":")) || (!_noRecord && !Current.FirstOnLine && Peek(1).Is("}")));

    private ExpressionSyntax MapOrSet(bool ordered)
    {
        var start = _position;
        Expect("{", "before the entries");
        var entries = new List<MapEntrySyntax>();
        var elements = new List<ExpressionSyntax>();
        while (!Current.Is("}"))
        {
            var first = _position;
            var name = Current.IsWord && Peek(1).Is(":") && Current.Text is not ("true" or "false" or "none")
                ? ToName(Advance())
                : null;
            var key = name is null ? Expression() : new LiteralSyntax(name.Span, name.Text);
            if (elements.Count > 0 || (entries.Count == 0 && (Current.Is(",") || Current.Is("}"))))
            {
                elements.Add(key);
            }
            else
            {
                Expect(":", "between a key and its value");
                var value = Expression();
                entries.Add(new MapEntrySyntax(SpanFrom(first), name, key, value));
            }

            if (!Accept(",")) break;
        }

        Expect("}", "or ',' after an entry");
        if (elements.Count > 0) return new SetSyntax(SpanFrom(start), elements);
        var map = new MapSyntax(SpanFrom(start), entries, ordered);
        if (map.IsRow) RememberFieldSet(entries.Select(entry => entry.Name!.Text));
        return map;
    }

    private LambdaSyntax Lambda()
    {
        var start = _position;
        Advance();
        var typeParameters = TypeParameters();
        var parameters = Parameters();
        var result = Accept(":") ? Type() : null;
        Effects();
        if (Accept("=>"))
        {
            var value = Expression();
            return new LambdaSyntax(SpanFrom(start), typeParameters, parameters, result, value, Block: null);
        }

        var block = Block("or '=>' before the function's body");
        return new LambdaSyntax(SpanFrom(start), typeParameters, parameters, result, Expression: null, block);
    }

    private IfExpressionSyntax IfTail(int start, ExpressionSyntax condition)
    {
        ExpressionSyntax then;
        if (AcceptWord("then")) then = BranchOrExpression();
        else then = BlockValue("or 'then' after the condition");
        ExpressionSyntax? otherwise = null;
        if (AcceptWord("else")) otherwise = BranchOrExpression();
        return new IfExpressionSyntax(SpanFrom(start), condition, then, otherwise);
    }

    private ExpressionSyntax BranchOrExpression() =>
        Current.Is("{") && !LooksLikeMap() ? BlockValue("before the branch") : Expression();

    private BlockExpressionSyntax BlockValue(string purpose)
    {
        var block = Block(purpose);
        return new BlockExpressionSyntax(block.Span, block);
    }

    /// <summary>At a brace: true when an entry's colon comes before anything that only a block can hold.</summary>
    private bool LooksLikeMap()
    {
        if (Peek(1).Is("}")) return true;
        if (StatementWords.Contains(Peek(1).Text) && !Peek(2).Is(":")) return false;
        var nesting = 0;
        for (var i = _position + 1; i < _tokens.Count; i++)
        {
            var token = _tokens[i];
            if (token.Kind != TokenKind.Punctuation) continue;
            switch (token.Text)
            {
                case "(" or "[" or "{":
                    nesting++;
                    break;
                case ")" or "]" or "}":
                    if (--nesting < 0) return false;
                    break;
                case ":" when nesting == 0:
                    return true;
                case "," or "=" or "=>" when nesting == 0:
                    return false;
            }
        }

        return false;
    }

    private MatchSyntax Match()
    {
        var start = _position;
        Advance();
        var target = Condition();
        Expect("{", "after the value to match");
        var (noRecord, inMatchArm) = (_noRecord, _inMatchArm);
        (_noRecord, _inMatchArm) = (false, true);
        var arms = new List<MatchArmSyntax>();
        while (!Current.Is("}"))
        {
            arms.Add(MatchArm());
            Accept(",");
        }

        (_noRecord, _inMatchArm) = (noRecord, inMatchArm);
        Advance();
        return new MatchSyntax(SpanFrom(start), target, arms);
    }

    private MatchArmSyntax MatchArm()
    {
        var start = _position;
        var pattern = Pattern();
        RejectOperatorInPattern();
        var guard = AcceptWord("when") || AcceptWord("if") ? Expression() : null;
        Expect("=>", "after the pattern");
        if (Current.Is("}") || Current.Is(","))
        {
            throw Error(
                LanguageCodes.SyntaxError,
                Current.Span,
                "this arm has no result",
                "write a value or a block behind '=>'");
        }

        if (Current.IsNamed("return") || Current.IsNamed("break") || Current.IsNamed("continue"))
        {
            var statement = Statement();
            var block = new BlockSyntax(statement.Span, [statement]);
            return new MatchArmSyntax(SpanFrom(start), pattern, guard, new BlockExpressionSyntax(statement.Span, block));
        }

        var result = BranchOrExpression();
        return new MatchArmSyntax(SpanFrom(start), pattern, guard, result);
    }
}
