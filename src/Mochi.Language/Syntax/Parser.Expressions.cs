namespace Mochi.Language.Syntax;

internal sealed partial class Parser
{
    private static int Precedence(Token token) => token.Kind switch
    {
        TokenKind.Punctuation => token.Text switch
        {
            "*" or "/" or "%" => 8,
            "+" or "-" => 7,
            "<" or "<=" or ">" or ">=" => 6,
            "==" or "!=" => 5,
            "&&" => 4,
            "||" => 3,
            "??" => 2,
            _ => 0,
        },
        TokenKind.Keyword => token.Text == "in" ? 5 : 0,
        TokenKind.Identifier => token.Text is "union" or "except" or "intersect" ? 1 : 0,
        _ => 0,
    };

    private static bool StartsExpression(Token token) => token.Kind switch
    {
        TokenKind.Identifier or TokenKind.Integer or TokenKind.Float or TokenKind.String => true,
        TokenKind.Keyword => token.Text is "true" or "false" or "none" or "fun" or "if" or "match" or "generate"
            or "fetch" or "load" or "save",
        TokenKind.Punctuation => token.Text is "(" or "[" or "{" or "-" or "!",
        _ => false,
    };

    private ExpressionSyntax Expression()
    {
        Enter();
        var expression = Binary(1);
        Leave();
        return expression;
    }

    /// <summary>Precedence climbing: reads operators that bind at least as tight as asked for, left to right.</summary>
    private ExpressionSyntax Binary(int minimum)
    {
        var start = _position;
        var left = Unary();
        for (var count = 0; ; count++)
        {
            var precedence = Precedence(Current);
            if (precedence < minimum || precedence == 0 || StartsNextArm()) return left;
            if (count > MaximumChain) TooDeep("this chain of operators is too long");
            var token = Advance();
            var name = token.Text;
            if (name == "union" && AcceptWord("all")) name = "union all";
            var operatorSpan = TextSpan.Cover(token.Span, _tokens[_position - 1].Span);
            var right = Binary(precedence + 1);
            left = new BinarySyntax(SpanFrom(start), name, operatorSpan, left, right);
        }
    }

    /// <summary>
    /// A negative number that starts a line and stands before <c>=&gt;</c> is the next arm's pattern.
    /// </summary>
    private bool StartsNextArm() => _inMatchArm && Current is { FirstOnLine: true } && Current.Is("-") &&
        Peek(1).Kind is TokenKind.Integer or TokenKind.Float && (Peek(2).Is("=>") || Peek(2).IsNamed("when"));

    private ExpressionSyntax Unary()
    {
        var start = _position;
        var count = 0;
        while (Current.Is("-") || Current.Is("!"))
        {
            if (++count > MaximumDepth) TooDeep("this chain of operators is too long");
            Advance();
        }

        var operand = Postfix();
        for (var i = start + count - 1; i >= start; i--)
        {
            operand = new UnarySyntax(TextSpan.Cover(_tokens[i].Span, operand.Span), _tokens[i].Text, operand);
        }

        return operand;
    }

    private ExpressionSyntax Postfix()
    {
        var start = _position;
        var target = Primary();
        for (var count = 0; ; count++)
        {
            if (count > MaximumChain) TooDeep("this chain of calls is too long");
            var next = PostfixOperation(start, target);
            if (next is null) return target;
            target = next;
        }
    }

    private ExpressionSyntax? PostfixOperation(int start, ExpressionSyntax target)
    {
        var token = Current;
        if (token.Is("(") && !token.FirstOnLine)
        {
            var arguments = Delimited("(", ")", "before the arguments", Expression);
            return new CallSyntax(SpanFrom(start), target, arguments);
        }

        if (token.Is("[") && !token.FirstOnLine) return IndexOrSlice(start, target);
        if (token.Is("."))
        {
            Advance();
            var name = MemberName("a field or method name after '.'");
            return new FieldAccessSyntax(SpanFrom(start), target, name, Safe: false);
        }

        if (token.Is("?") && Peek(1).Is("."))
        {
            _position += 2;
            var name = MemberName("a field name after '?.'");
            return new FieldAccessSyntax(SpanFrom(start), target, name, Safe: true);
        }

        if (token.Is("?") && Peek(1).Is("["))
        {
            _position += 2;
            var index = InBrackets(Expression);
            Expect("]", "after the index");
            return new IndexSyntax(SpanFrom(start), target, index, Safe: true);
        }

        if (token.IsNamed("as") && token.Kind == TokenKind.Identifier)
        {
            Advance();
            var type = Type();
            return new CastSyntax(SpanFrom(start), target, type);
        }

        if (token.IsNamed("with") && Peek(1).Is("{") && !_noRecord)
        {
            Advance();
            var fields = Delimited("{", "}", "after 'with'", FieldValue);
            return new WithSyntax(SpanFrom(start), target, fields);
        }

        return null;
    }

    private ExpressionSyntax IndexOrSlice(int start, ExpressionSyntax target)
    {
        var open = Advance();
        var isSlice = false;
        var parts = new ExpressionSyntax?[3];
        for (var i = 0; i < 3; i++)
        {
            if (!Current.Is(":") && !Current.Is("]")) parts[i] = InBrackets(Expression);
            if (!Current.Is(":") || i == 2) break;
            Advance();
            isSlice = true;
        }

        Expect("]", "after the index");
        if (parts.All(part => part is null))
        {
            throw Error(
                LanguageCodes.SyntaxError,
                open.Span,
                "this index is empty",
                "write x[i] for an element, or a slice such as x[1:], x[:3], x[::2]");
        }

        return isSlice
            ? new SliceSyntax(SpanFrom(start), target, parts[0], parts[1], parts[2])
            : new IndexSyntax(SpanFrom(start), target, parts[0]!, Safe: false);
    }

    /// <summary>
    /// Parses something that stands in brackets, where a record literal is never the start of a block.
    /// </summary>
    private T InBrackets<T>(Func<T> parse)
    {
        var (noRecord, inMatchArm) = (_noRecord, _inMatchArm);
        (_noRecord, _inMatchArm) = (false, false);
        var result = parse();
        (_noRecord, _inMatchArm) = (noRecord, inMatchArm);
        return result;
    }

    private FieldValueSyntax FieldValue()
    {
        var start = _position;
        var name = MemberName("a field name");
        Expect(":", "after the field's name");
        var value = Expression();
        return new FieldValueSyntax(SpanFrom(start), name, value);
    }
}
