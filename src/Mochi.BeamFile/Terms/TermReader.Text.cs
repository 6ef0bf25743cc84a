using System.Globalization;
using System.Text;

namespace Mochi.BeamFile.Terms;

/// <content>Characters, strings and sigils.</content>
public sealed partial class TermReader
{
    /// <summary>Strings side by side are one string.</summary>
    private Term ReadString()
    {
        var content = new StringBuilder();
        do
        {
            content.Append(IsTripleQuoted() ? ReadTripleQuoted(isVerbatim: true) : ReadQuoted('"'));
            SkipBlanks();
        }
        while (Peek() == '"');

        return MakeString(content.ToString());
    }

    private Term MakeString(string content)
    {
        if ((_nodes += content.Length) > _limits.TermNodes)
        {
            throw Fail(
                $"there are more than {_limits.TermNodes} terms", code: Diagnostics.BeamFileCodes.LimitExceeded);
        }

        return Term.CharList(content);
    }

    /// <summary><c>~"..."</c>, <c>~b</c> and <c>~B</c> are binaries in UTF-8, <c>~s</c> and <c>~S</c> strings.</summary>
    private Term ReadSigil()
    {
        var start = _position++;
        var kind = Peek() is 'b' or 'B' or 's' or 'S' ? _text[_position++] : '~';
        var isTriple = IsTripleQuoted();
        var isVerbatim = kind is 'B' or 'S' || (kind == '~' && isTriple);
        var open = Peek();
        var close = open switch
        {
            '(' => ')',
            '[' => ']',
            '{' => '}',
            '<' => '>',
            '/' or '|' or '\'' or '"' or '`' or '#' => open,
            _ => '\0',
        };
        if (close == '\0')
        {
            _position = start;
            throw Fail("this is no sigil", "there are ~b, ~B, ~s and ~S with a text in quotes or brackets");
        }

        var content = isTriple ? ReadTripleQuoted(isVerbatim) : isVerbatim ? ReadVerbatim(close) : ReadQuoted(close);
        if (TermText.IsNameCharacter(Peek()))
        {
            throw Fail("a sigil has no suffix");
        }

        return kind is 's' or 'S' ? MakeString(content) : Term.String(content);
    }

    private bool IsTripleQuoted() => Peek() == '"' && Peek(1) == '"' && Peek(2) == '"';

    private string ReadVerbatim(char quote)
    {
        var start = _position++;
        var end = _text.IndexOf(quote, _position);
        if (end < 0)
        {
            _position = start;
            throw Fail("this quote is not closed");
        }

        _position = end + 1;
        return CheckText(_text[(start + 1)..end], start + 1);
    }

    private string ReadQuoted(char quote)
    {
        var start = _position++;
        var content = new StringBuilder();
        while (true)
        {
            if (_position >= _text.Length)
            {
                _position = start;
                throw Fail("this quote is not closed");
            }

            if (_text[_position] == quote)
            {
                break;
            }

            content.Append(new Rune(ReadCharacter()).ToString());
        }

        _position++;
        return content.ToString();
    }

    /// <summary>
    /// Lines between quotes that stand alone, without the indentation of the last line (OTP 27 and later).
    /// </summary>
    private string ReadTripleQuoted(bool isVerbatim)
    {
        var start = _position;
        var quotes = 0;
        while (Peek() == '"')
        {
            quotes++;
            _position++;
        }

        var lineEnd = _text.IndexOf('\n', _position);
        if (lineEnd < 0 || !_text.AsSpan(_position, lineEnd - _position).IsWhiteSpace())
        {
            throw Fail("nothing can follow the opening quotes on their line");
        }

        var lines = new List<(int Start, int End)>();
        for (_position = lineEnd + 1; _position <= _text.Length;)
        {
            lineEnd = _text.IndexOf('\n', _position);
            lineEnd = lineEnd < 0 ? _text.Length : lineEnd;
            var line = _text.AsSpan(_position, lineEnd - _position);
            var content = line.TrimStart();
            if (content.Length >= quotes && content[..quotes].IndexOfAnyExcept('"') < 0)
            {
                var indentation = line[..^content.Length].ToString();
                _position += indentation.Length + quotes;
                return Peek() == '"' ? throw Fail("there are more quotes than open") : Join(lines, indentation, isVerbatim);
            }

            lines.Add((_position, lineEnd));
            _position = lineEnd + 1;
        }

        _position = start;
        throw Fail("these quotes are not closed");
    }

    private string Join(List<(int Start, int End)> lines, string indentation, bool isVerbatim)
    {
        var content = new StringBuilder();
        var end = _position;
        for (var index = 0; index < lines.Count; index++)
        {
            var (start, stop) = lines[index];
            var isLast = index == lines.Count - 1;
            stop -= isLast && stop > start && _text[stop - 1] == '\r' ? 1 : 0;
            if (_text.AsSpan(start, stop - start).StartsWith(indentation, StringComparison.Ordinal))
            {
                start += indentation.Length;
            }
            else if (!_text.AsSpan(start, stop - start).IsWhiteSpace())
            {
                _position = start;
                throw Fail("this line is not indented like the closing quotes");
            }
            else
            {
                start = stop;
            }

            content.Append(CheckText(_text[start..stop], start)).Append(isLast ? "" : "\n");
        }

        _position = end;
        return isVerbatim ? content.ToString() : Unescaped(content.ToString());
    }

    private string Unescaped(string content)
    {
        var inner = new TermReader(content, _file, _limits);
        var result = new StringBuilder();
        while (inner._position < content.Length)
        {
            result.Append(new Rune(inner.ReadCharacter()).ToString());
        }

        return result.ToString();
    }

    private string CheckText(string text, int start)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogate(text[index]))
            {
                if (!Rune.TryGetRuneAt(text, index, out _))
                {
                    _position = start + index;
                    throw Fail("half a surrogate pair is no character");
                }

                index++;
            }
        }

        return text;
    }

    /// <summary>A character or an escape.</summary>
    private int ReadCharacter()
    {
        if (Peek() != '\\')
        {
            if (_position >= _text.Length || !Rune.TryGetRuneAt(_text, _position, out var rune))
            {
                throw Fail("a character is expected here");
            }

            _position += rune.Utf16SequenceLength;
            return rune.Value;
        }

        _position++;
        if (_position >= _text.Length)
        {
            throw Fail("an escape is expected here");
        }

        var escape = _text[_position];
        if (escape is >= '0' and <= '7')
        {
            return ReadOctal();
        }

        if (char.IsSurrogate(escape))
        {
            return ReadCharacter();
        }

        _position++;
        return escape switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            'b' => '\b',
            'f' => '\f',
            'e' => 27,
            's' => ' ',
            'd' => 127,
            'x' => ReadHexadecimal(),
            '^' => ReadControl(),
            _ => escape,
        };
    }

    private int ReadControl()
    {
        var letter = Peek();
        if (letter is not ((>= '@' and <= '_') or (>= 'a' and <= 'z') or '?'))
        {
            throw Fail("a letter is expected here");
        }

        _position++;
        return letter == '?' ? 127 : letter & 31;
    }

    private int ReadOctal()
    {
        var value = 0;
        for (var digits = 0; digits < 3 && Peek() is >= '0' and <= '7'; digits++)
        {
            value = (value * 8) + _text[_position++] - '0';
        }

        return value;
    }

    private int ReadHexadecimal()
    {
        var isBraced = Peek() == '{';
        var start = isBraced ? _position + 1 : _position;
        var end = isBraced ? _text.IndexOf('}', start) : start + 2;
        if (end <= start || end > _text.Length
            || !int.TryParse(
                _text.AsSpan(start, end - start), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out var value)
            || !Rune.IsValid(value) || value is 0xFFFE or 0xFFFF)
        {
            throw Fail("this is no character");
        }

        _position = isBraced ? end + 1 : end;
        return value;
    }
}
