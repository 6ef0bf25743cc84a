using System.Numerics;

namespace Mochi.Language.Syntax;

internal sealed partial class Parser
{
    private PatternSyntax Pattern()
    {
        Enter();
        var pattern = PatternInside();
        Leave();
        return pattern;
    }

    private PatternSyntax PatternInside()
    {
        var start = _position;
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Integer or TokenKind.Float or TokenKind.String:
                Advance();
                return new LiteralPatternSyntax(token.Span, new LiteralSyntax(token.Span, token.Value));
            case TokenKind.Keyword when token.Text is "true" or "false" or "none":
                Advance();
                return new LiteralPatternSyntax(
                    token.Span,
                    new LiteralSyntax(token.Span, token.Text == "none" ? null : token.Text == "true"));
            case TokenKind.Identifier:
                return NamePattern();
        }

        if (token.Is("-") && Peek(1).Kind is TokenKind.Integer or TokenKind.Float)
        {
            Advance();
            var value = Advance().Value is BigInteger integer ? (object)-integer : -(double)_tokens[_position - 1].Value!;
            return new LiteralPatternSyntax(SpanFrom(start), new LiteralSyntax(SpanFrom(start), value));
        }

        if (token.Is("("))
        {
            Advance();
            var inner = Pattern();
            Expect(")", "after the pattern");
            return inner;
        }

        if (token.Is("["))
        {
            var elements = Delimited("[", "]", "before the patterns", Pattern);
            return new ListPatternSyntax(SpanFrom(start), elements);
        }

        throw Error(
            LanguageCodes.BadPattern,
            token.Span,
            $"expected a pattern, found {token.Describe()}",
            "a pattern is a literal, a name, '_', a variant such as Node(l, v, r), a record, or a list of patterns");
    }

    private PatternSyntax NamePattern()
    {
        var start = _position;
        var name = ToName(Advance());
        if (Current.Is("("))
        {
            var arguments = Delimited("(", ")", "before the patterns", Pattern);
            return new VariantPatternSyntax(SpanFrom(start), name, arguments);
        }

        if (Current.Is("{"))
        {
            var fields = Delimited("{", "}", "before the field patterns", FieldPattern);
            return new FieldPatternSyntax(SpanFrom(start), name, fields);
        }

        RejectOperatorInPattern();
        return new NamePatternSyntax(name.Span, name);
    }

    private void RejectOperatorInPattern()
    {
        if (Current.Text is not ("." or "[" or "+" or "-" or "*" or "/" or "%" or "==" or "<" or ">" or "&&" or "||"))
        {
            return;
        }

        throw Error(
            LanguageCodes.BadPattern,
            Current.Span,
            $"a pattern cannot have {Current.Describe()} in it",
            "compare with a guard: 'n when n > limit => ...'");
    }

    private FieldPatternItemSyntax FieldPattern()
    {
        var start = _position;
        var name = MemberName("a field name");
        var pattern = Accept(":") ? Pattern() : new NamePatternSyntax(name.Span, name);
        return new FieldPatternItemSyntax(SpanFrom(start), name, pattern);
    }
}
