using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Mochi.BeamAsm.Text;

/// <summary>Cuts <c>.mir</c> text into tokens. Comments run from <c>%</c> to the end of the line.</summary>
internal sealed class MirLexer(string text, TextDiagnostics diagnostics)
{
    // Longer signs first.
    private static readonly string[] Signs =
    [
        "=:=", "=/=", "->", "=>", ":=", "==", "/=", ">=", "=<", "<<", ">>", "&&", "||", "..", "#{", "#(",
        "(", ")", "[", "]", "{", "}", ",", ";", ":", "=", "|", "+", "-", "*", "/", "<", ">", "!", "&", "@",
    ];

    private readonly ImmutableArray<MirToken>.Builder _tokens = ImmutableArray.CreateBuilder<MirToken>();
    private int _position;
    private bool _startsLine = true;

    public ImmutableArray<MirToken> Run()
    {
        while (SkipBlanks())
        {
            var start = _position;
            var character = text[start];
            if (MirSyntax.IsNameStart(character))
            {
                _position = EndOf(start, MirSyntax.IsNamePart);
                AddName(MirTokenKind.Name, text[start.._position], start);
            }
            else if (char.IsAsciiDigit(character))
            {
                AddNumber(start);
            }
            else if (character is '\'' or '"' or '`')
            {
                AddQuoted(character, start);
            }
            else
            {
                AddSign(start);
            }
        }

        Add(MirTokenKind.End, "", text.Length);
        return _tokens.DrainToImmutable();
    }

    private bool SkipBlanks()
    {
        for (; _position < text.Length; _position++)
        {
            if (text[_position] == '\n')
            {
                _startsLine = true;
            }
            else if (text[_position] == '%')
            {
                var end = text.IndexOf('\n', _position);
                _position = (end < 0 ? text.Length : end) - 1;
            }
            else if (text[_position] is not (' ' or '\t' or '\r'))
            {
                return true;
            }
        }

        return false;
    }

    private int EndOf(int start, Func<char, bool> isPart)
    {
        var end = start;
        while (end < text.Length && isPart(text[end]))
        {
            end++;
        }

        return end;
    }

    private void AddName(MirTokenKind kind, string name, int start)
    {
        var suffix = 0;
        if (_position + 1 < text.Length && text[_position] == '.' && char.IsAsciiDigit(text[_position + 1]))
        {
            var end = EndOf(_position + 1, char.IsAsciiDigit);
            if (!int.TryParse(text.AsSpan(_position + 1, end - _position - 1), NumberStyles.None, CultureInfo.InvariantCulture, out suffix))
            {
                diagnostics.Error("BA201", "the number of this name is too large", start, end);
            }

            _position = end;
        }

        Add(kind, name, start, suffix);
    }

    private void AddNumber(int start)
    {
        _position = EndOf(start, char.IsAsciiDigit);
        var isFloat = _position + 1 < text.Length && text[_position] == '.' && char.IsAsciiDigit(text[_position + 1]);
        if (isFloat)
        {
            _position = EndOf(_position + 1, char.IsAsciiDigit);
            if (_position < text.Length && text[_position] is 'e' or 'E')
            {
                var digits = _position + (_position + 1 < text.Length && text[_position + 1] is '+' or '-' ? 2 : 1);
                var end = EndOf(digits, char.IsAsciiDigit);
                _position = end > digits ? end : _position;
            }
        }

        Add(isFloat ? MirTokenKind.Float : MirTokenKind.Integer, text[start.._position], start);
    }

    private void AddQuoted(char quote, int start)
    {
        var content = new StringBuilder();
        _position++;
        while (_position < text.Length && text[_position] != quote && text[_position] != '\n')
        {
            if (text[_position] == '\\')
            {
                AppendEscape(content);
            }
            else
            {
                content.Append(text[_position++]);
            }
        }

        if (_position >= text.Length || text[_position] != quote)
        {
            diagnostics.Error("BA201", "this quote is not closed on its line", start, start + 1);
            Add(MirTokenKind.Bad, content.ToString(), start);
            return;
        }

        _position++;
        if (quote == '`')
        {
            AddName(MirTokenKind.QuotedName, content.ToString(), start);
        }
        else
        {
            Add(quote == '"' ? MirTokenKind.String : MirTokenKind.Atom, content.ToString(), start);
        }
    }

    private void AppendEscape(StringBuilder content)
    {
        var start = _position++;
        var escape = _position < text.Length ? text[_position++] : '\0';
        switch (escape)
        {
            case 'n':
                content.Append('\n');
                break;
            case 'r':
                content.Append('\r');
                break;
            case 't':
                content.Append('\t');
                break;
            case '\\' or '\'' or '"' or '`':
                content.Append(escape);
                break;
            case 'x' when TryReadCodePoint(out var rune):
                content.Append(rune.ToString());
                break;
            default:
                diagnostics.Error(
                    "BA201", "this is no escape", start, Math.Min(_position, text.Length), @"there are \n \r \t \\ \' \"" \` and \x{HEX}");
                break;
        }
    }

    private bool TryReadCodePoint(out Rune rune)
    {
        rune = default;
        var end = _position < text.Length && text[_position] == '{' ? text.IndexOf('}', _position) : -1;
        if (end < 0
            || !int.TryParse(text.AsSpan(_position + 1, end - _position - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            || !Rune.TryCreate(value, out rune))
        {
            return false;
        }

        _position = end + 1;
        return true;
    }

    private void AddSign(int start)
    {
        foreach (var sign in Signs)
        {
            if (string.CompareOrdinal(text, start, sign, 0, sign.Length) == 0)
            {
                _position = start + sign.Length;
                Add(MirTokenKind.Sign, sign, start);
                return;
            }
        }

        _position = start + (char.IsSurrogatePair(text, start) ? 2 : 1);
        diagnostics.Error("BA201", "this character means nothing here", start, _position, "names of other letters stand between back quotes");
        Add(MirTokenKind.Bad, text[start.._position], start);
    }

    private void Add(MirTokenKind kind, string content, int start, int suffix = 0)
    {
        _tokens.Add(new MirToken(kind, content, suffix, start, _position, _startsLine));
        _startsLine = false;
    }
}
