using System.Numerics;
using FluentAssertions;
using Mochi.Language.Syntax;

namespace Mochi.Language.Tests.Syntax;

[TestClass]
public class LexerTests
{
    [TestMethod]
    public void Tokens_carry_kind_text_and_place()
    {
        var tokens = Lex("let x = y // rest\n  + 1").Tokens;
        tokens.Select(token => $"{token.Kind}:{token.Text}@{token.Span.Start}+{token.Span.Length}").Should().Equal(
            "Keyword:let@0+3",
            "Identifier:x@4+1",
            "Punctuation:=@6+1",
            "Identifier:y@8+1",
            "Punctuation:+@20+1",
            "Integer:@22+1",
            "EndOfFile:@23+0");
        tokens[4].FirstOnLine.Should().BeTrue();
        tokens[5].FirstOnLine.Should().BeFalse();
    }

    [TestMethod]
    [DataRow("0", "0")]
    [DataRow("0xFF", "255")]
    [DataRow("0b1011", "11")]
    [DataRow("0o17", "15")]
    [DataRow("123456789012345678901234567890", "123456789012345678901234567890")]
    public void Integers_have_any_size_and_four_bases(string text, string value) =>
        Single(text).Value.Should().Be(BigInteger.Parse(value, System.Globalization.CultureInfo.InvariantCulture));

    [TestMethod]
    [DataRow("1.5", 1.5)]
    [DataRow("1e3", 1000.0)]
    [DataRow("2.5e-3", 0.0025)]
    public void Floats_need_a_digit_on_both_sides_of_the_point(string text, double value) =>
        Single(text).Value.Should().Be(value);

    [TestMethod]
    public void A_range_is_not_a_float() =>
        Lex("1..4").Tokens.Select(token => token.Kind).Should().Equal(
            TokenKind.Integer, TokenKind.Punctuation, TokenKind.Integer, TokenKind.EndOfFile);

    [TestMethod]
    public void Strings_understand_the_escapes() =>
        Single("\"a\\n\\t\\\\\\\"\\x41\\u00e9\\U0001F363\"").Value.Should().Be("a\n\t\\\"Aé🍣");

    [TestMethod]
    public void Names_may_be_letters_and_symbols_of_any_script() =>
        Lex("π 🍣 名前 x_1").Tokens.SkipLast(1).Should().OnlyContain(token => token.Kind == TokenKind.Identifier).And.HaveCount(4);

    [TestMethod]
    [DataRow("// a\n# b\n/* c\n d */ ; x")]
    [DataRow("\uFEFFx")]
    public void Comments_semicolons_and_a_byte_order_mark_are_no_tokens(string text) =>
        Lex(text).Tokens.Should().HaveCount(2);

    [TestMethod]
    [DataRow("\"abc", "ML003", 1)]
    [DataRow("x = \"abc\ny", "ML003", 5)]
    [DataRow("/* a", "ML004", 1)]
    [DataRow("\"a\\q\"", "ML005", 3)]
    [DataRow("\"\\u12\"", "ML005", 2)]
    [DataRow("\"\\uD800\"", "ML005", 2)]
    [DataRow("\"\\xff\"", "ML005", 2)]
    [DataRow("0x", "ML006", 1)]
    [DataRow("1_000", "ML006", 1)]
    [DataRow("12abc", "ML006", 1)]
    [DataRow("1e999", "ML006", 1)]
    [DataRow("a ~ b", "ML002", 3)]
    [DataRow("'a'", "ML002", 1)]
    public void A_wrong_character_or_literal_is_reported_where_it_stands(string text, string code, int column)
    {
        var diagnostic = Lex(text).Diagnostics.ToList()[0];
        diagnostic.Code.Should().Be(code);
        diagnostic.Place.Column.Should().Be(column);
    }

    [TestMethod]
    public void Columns_count_code_points()
    {
        var source = SourceText.FromString("a.mochi", "🍣🍣 ~");
        var diagnostics = new DiagnosticBag(source);
        Lexer.Tokenize(source, diagnostics);
        diagnostics.ToList()[0].Place.Column.Should().Be(4);
    }

    [TestMethod]
    public void Bytes_that_are_no_UTF8_are_one_error_with_the_place_of_the_first()
    {
        var compilation = MochiCompilation.Compile("bad.mochi", [.. "let x = 1\nab"u8, 0xFF, 0xFE]);
        compilation.Module.Should().BeNull();
        var diagnostic = compilation.Diagnostics.Should().ContainSingle().Subject;
        (diagnostic.Code, diagnostic.Place.Line, diagnostic.Place.Column).Should().Be(("ML001", 2, 3));
    }

    private static Token Single(string text)
    {
        var (tokens, diagnostics) = Lex(text);
        diagnostics.ToList().Should().BeEmpty();
        tokens.Should().HaveCount(2);
        return tokens[0];
    }

    private static (IReadOnlyList<Token> Tokens, DiagnosticBag Diagnostics) Lex(string text)
    {
        var source = SourceText.FromString("test.mochi", text);
        var diagnostics = new DiagnosticBag(source);
        return (Lexer.Tokenize(source, diagnostics), diagnostics);
    }
}
