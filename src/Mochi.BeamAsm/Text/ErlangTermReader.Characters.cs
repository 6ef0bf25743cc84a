using System.Globalization;
using System.Text;

namespace Mochi.BeamAsm.Text;

/// <content>Characters, blanks and quotes.</content>
internal sealed partial class ErlangTermReader
{
    private static bool IsAtomStart(char character) => char.IsLower(character);

    private char Peek(int offset = 0) => _position + offset < text.Length ? text[_position + offset] : '\0';

    private bool IsFullStop() =>
        Peek() == '.' && (_position + 1 == text.Length || char.IsWhiteSpace(Peek(1)) || Peek(1) == '%');

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Peek()) || (Peek() == '_' && char.IsAsciiDigit(Peek(1))))
        {
            _position++;
        }
    }

    private void SkipBlanks()
    {
        while (_position < text.Length && (char.IsWhiteSpace(text[_position]) || text[_position] == '%'))
        {
            if (text[_position] == '%')
            {
                var end = text.IndexOf('\n', _position);
                _position = end < 0 ? text.Length : end;
            }
            else
            {
                _position++;
            }
        }
    }

    private bool IsNext(char sign)
    {
        SkipBlanks();
        return Peek() == sign;
    }

    private bool TakeSign(char sign)
    {
        if (!IsNext(sign))
        {
            return false;
        }

        _position++;
        return true;
    }

    private void Expect(char sign)
    {
        if (!TakeSign(sign))
        {
            throw Fail($"'{sign}' is expected here");
        }
    }

    private string ParseQuoted(char quote)
    {
        SkipBlanks();
        var start = _position++;
        var content = new StringBuilder();
        while (Peek() != quote)
        {
            if (_position >= text.Length)
            {
                _position = start;
                throw Fail("this quote is not closed");
            }

            content.Append(new Rune(ParseCharacter()).ToString());
        }

        _position++;
        return content.ToString();
    }

    /// <summary>A character or an escape.</summary>
    private int ParseCharacter()
    {
        if (Peek() != '\\')
        {
            if (_position >= text.Length || !Rune.TryGetRuneAt(text, _position, out var rune))
            {
                throw Fail("a character is expected here");
            }

            _position += rune.Utf16SequenceLength;
            return rune.Value;
        }

        _position++;
        var escape = Peek();
        if (escape is >= '0' and <= '7')
        {
            return ParseOctal();
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
            'x' => ParseHexadecimal(),
            '^' => text.Length > _position ? text[_position++] & 31 : throw Fail("a letter is expected here"),
            '\0' => throw Fail("an escape is expected here"),
            _ => escape,
        };
    }

    private int ParseOctal()
    {
        var value = 0;
        for (var digits = 0; digits < 3 && Peek() is >= '0' and <= '7'; digits++)
        {
            value = (value * 8) + text[_position++] - '0';
        }

        return value;
    }

    private int ParseHexadecimal()
    {
        var isBraced = Peek() == '{';
        var start = isBraced ? _position + 1 : _position;
        var end = isBraced ? text.IndexOf('}', start) : start + 2;
        if (end < 0 || end > text.Length
            || !int.TryParse(text.AsSpan(start, end - start), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            || !Rune.IsValid(value))
        {
            throw Fail("this is no character");
        }

        _position = isBraced ? end + 1 : end;
        return value;
    }

    private ErlangTextException Fail(string message) => new(message, Math.Min(_position, text.Length));
}
