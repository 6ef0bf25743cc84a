using System.Globalization;
using System.Numerics;
using System.Text;

namespace Mochi.Language.Syntax;

/// <summary>
/// Cuts a source text into tokens. White space, line ends, semicolons and comments separate tokens and are dropped;
/// a wrong character or literal is reported and lexing goes on behind it.
/// </summary>
internal sealed class Lexer
{
    private static readonly HashSet<string> Keywords =
    [
        "expect", "type", "fun", "extern", "import", "return", "break", "continue", "let", "var", "if", "else", "then",
        "for", "while", "in", "generate", "match", "fetch", "load", "save", "export", "none", "true", "false",
    ];

    private static readonly string[] Operators =
    [
        "==", "!=", "<=", ">=", "&&", "||", "=>", "..", "??", "|>", "+=", "-=", "*=", "/=",
        "-", "+", "*", "/", "%", "=", "<", ">", "!", "|", "{", "}", "[", "]", "(", ")", ",", ".", ":", "?",
    ];

    private readonly string _text;
    private readonly DiagnosticBag _diagnostics;
    private readonly List<Token> _tokens = [];
    private int _position;
    private int _depth;
    private bool _firstOnLine = true;

    private Lexer(string text, DiagnosticBag diagnostics)
    {
        _text = text;
        _diagnostics = diagnostics;
    }

    /// <summary>All tokens of the text; the last one is <see cref="TokenKind.EndOfFile"/>.</summary>
    public static IReadOnlyList<Token> Tokenize(SourceText source, DiagnosticBag diagnostics)
    {
        var lexer = new Lexer(source.Text, diagnostics);
        lexer.Run();
        return lexer._tokens;
    }

    public static bool IsKeyword(string word) => Keywords.Contains(word);

    private char Current => _position < _text.Length ? _text[_position] : '\0';

    private char Next => _position + 1 < _text.Length ? _text[_position + 1] : '\0';

    private void Run()
    {
        while (true)
        {
            SkipTrivia();
            if (_position >= _text.Length) break;
            var start = _position;
            if (char.IsAsciiDigit(Current)) Number(start);
            else if (Current == '"') String(start);
            else if (IdentifierLength(start, first: true) > 0) Word(start);
            else Punctuation(start);
        }

        Add(TokenKind.EndOfFile, _text.Length, "");
    }

    private void SkipTrivia()
    {
        while (_position < _text.Length)
        {
            var c = Current;
            if (c == '\n')
            {
                _firstOnLine = true;
                _position++;
            }
            else if (c is ' ' or '\t' or '\r' or ';')
            {
                _position++;
            }
            else if (c == '#' || (c == '/' && Next == '/'))
            {
                while (_position < _text.Length && Current != '\n') _position++;
            }
            else if (c == '/' && Next == '*')
            {
                BlockComment();
            }
            else
            {
                return;
            }
        }
    }

    private void BlockComment()
    {
        var start = _position;
        var end = _text.IndexOf("*/", start + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            _diagnostics.Error(
                LanguageCodes.UnterminatedComment,
                new TextSpan(start, 2),
                "this block comment has no end",
                "close it with */; block comments do not nest");
            _position = _text.Length;
            return;
        }

        if (_text.AsSpan(start, end - start).Contains('\n')) _firstOnLine = true;
        _position = end + 2;
    }

    private void Add(TokenKind kind, int start, string text, object? value = null)
    {
        if (kind == TokenKind.Punctuation && text == "}") _depth = Math.Max(0, _depth - 1);
        _tokens.Add(new Token(kind, new TextSpan(start, _position - start), text, value, _firstOnLine, _depth));
        if (kind == TokenKind.Punctuation && text == "{") _depth++;
        _firstOnLine = false;
    }

    private void Word(int start)
    {
        int length;
        while ((length = IdentifierLength(_position, first: false)) > 0) _position += length;
        var word = _text[start.._position];
        Add(Keywords.Contains(word) ? TokenKind.Keyword : TokenKind.Identifier, start, word);
    }

    private int IdentifierLength(int offset, bool first)
    {
        if (offset >= _text.Length || !Rune.TryGetRuneAt(_text, offset, out var rune)) return 0;
        var matches = rune.Value == '_' || Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.OtherSymbol => true,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => !first,
            _ => false,
        };
        return matches ? rune.Utf16SequenceLength : 0;
    }

    private void Punctuation(int start)
    {
        foreach (var text in Operators)
        {
            if (!_text.AsSpan(start).StartsWith(text)) continue;
            _position += text.Length;
            Add(TokenKind.Punctuation, start, text);
            return;
        }

        _position += char.IsSurrogatePair(Current, Next) ? 2 : 1;
        var character = _text[start.._position];
        _diagnostics.Error(
            LanguageCodes.UnexpectedCharacter,
            new TextSpan(start, _position - start),
            char.IsControl(character, 0)
                ? $"unexpected control character U+{(int)character[0]:X4}"
                : $"unexpected character '{character}'",
            character is "'" or "`" ? "strings are written in double quotes" : null);
    }

    private void Number(int start)
    {
        var radix = Current == '0' ? Next switch { 'x' or 'X' => 16, 'b' or 'B' => 2, 'o' or 'O' => 8, _ => 10 } : 10;
        if (radix != 10) _position += 2;
        var digits = _position;
        while (IsDigit(Current, radix)) _position++;
        var isFloat = radix == 10 && ScanFraction();
        if (_position == digits || IdentifierLength(_position, first: false) > 0)
        {
            BadNumber(start, radix != 10 && _position == digits);
            return;
        }

        if (!isFloat)
        {
            Add(TokenKind.Integer, start, "", ParseInteger(_text.AsSpan(digits, _position - digits), radix));
            return;
        }

        var value = double.Parse(_text.AsSpan(start, _position - start), NumberStyles.Float, CultureInfo.InvariantCulture);
        if (double.IsInfinity(value))
        {
            _diagnostics.Error(
                LanguageCodes.BadNumber,
                new TextSpan(start, _position - start),
                "this float is out of range",
                "the largest float is about 1.8e308");
            value = 0;
        }

        Add(TokenKind.Float, start, "", value);
    }

    private bool ScanFraction()
    {
        var isFloat = false;
        if (Current == '.' && char.IsAsciiDigit(Next))
        {
            isFloat = true;
            _position++;
            while (char.IsAsciiDigit(Current)) _position++;
        }

        if (Current is 'e' or 'E')
        {
            var sign = Next is '+' or '-' ? 1 : 0;
            if (_position + 1 + sign < _text.Length && char.IsAsciiDigit(_text[_position + 1 + sign]))
            {
                isFloat = true;
                _position += 1 + sign;
                while (char.IsAsciiDigit(Current)) _position++;
            }
        }

        return isFloat;
    }

    private void BadNumber(int start, bool noDigits)
    {
        int length;
        while ((length = IdentifierLength(_position, first: false)) > 0) _position += length;
        var text = _text[start.._position];
        _diagnostics.Error(
            LanguageCodes.BadNumber,
            new TextSpan(start, _position - start),
            $"'{text}' is not a number",
            noDigits ? "0x, 0b and 0o need at least one digit of their base"
                : text.Contains('_', StringComparison.Ordinal) ? "digits are not grouped with '_'"
                : "put a space between a number and a name");
        Add(TokenKind.Integer, start, "", BigInteger.Zero);
    }

    private static BigInteger ParseInteger(ReadOnlySpan<char> digits, int radix)
    {
        if (radix == 10) return BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        var value = BigInteger.Zero;
        foreach (var digit in digits) value = (value * radix) + Convert.ToInt32(digit.ToString(), 16);
        return value;
    }

    private static bool IsDigit(char c, int radix) => radix switch
    {
        16 => char.IsAsciiHexDigit(c),
        10 => char.IsAsciiDigit(c),
        _ => c >= '0' && c < '0' + radix,
    };

    private void String(int start)
    {
        var value = new StringBuilder();
        _position++;
        while (Current != '"')
        {
            if (_position >= _text.Length || Current is '\n' or '\r')
            {
                _diagnostics.Error(
                    LanguageCodes.UnterminatedString,
                    new TextSpan(start, 1),
                    "this string has no end",
                    "close it with a double quote on the same line; a line break inside is written \\n");
                Add(TokenKind.String, start, "", value.ToString());
                return;
            }

            if (Current == '\\') Escape(value);
            else value.Append(_text[_position++]);
        }

        _position++;
        Add(TokenKind.String, start, "", value.ToString());
    }

    private void Escape(StringBuilder value)
    {
        var start = _position++;
        var c = Current;
        if (_position < _text.Length && c is not ('\n' or '\r')) _position++;
        var simple = c switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\b',
            'f' => '\f',
            'v' => '\v',
            'a' => '\a',
            '\\' => '\\',
            '"' => '"',
            '\'' => '\'',
            '0' when !char.IsAsciiDigit(Current) => '\0',
            _ => (char?)null,
        };
        if (simple is { } character)
        {
            value.Append(character);
            return;
        }

        var digits = c switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        var code = digits == 0 ? -1 : HexDigits(digits);
        if (code >= 0 && Rune.IsValid(code) && (c != 'x' || code < 0x80))
        {
            value.Append(new Rune(code).ToString());
            return;
        }

        _diagnostics.Error(
            LanguageCodes.BadEscape,
            new TextSpan(start, _position - start),
            "this escape sequence names no character",
            c == 'x' && code >= 0x80
                ? "\\xHH goes up to \\x7f; write \\u00HH for a code point"
                : "the escapes are \\\\ \\\" \\n \\r \\t \\b \\f \\v \\a \\xHH \\uHHHH \\UHHHHHHHH");
    }

    private int HexDigits(int count)
    {
        long code = 0;
        for (var i = 0; i < count; i++)
        {
            if (!char.IsAsciiHexDigit(Current)) return -1;
            code = (code * 16) + Convert.ToInt32(_text.Substring(_position, 1), 16);
            _position++;
        }

        return code > 0x10FFFF ? -1 : (int)code;
    }
}
