using System.Globalization;
using System.Numerics;
using System.Text;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <summary>Reads the words of basm text. A line ends a statement; a comment runs from <c>;</c> to the end of its line.</summary>
internal sealed class BasmScanner(string text)
{
    private readonly TermReader _terms = new(text);

    /// <summary>Index of the next character.</summary>
    public int Position { get; set; }

    /// <summary>The next character, 0 at the end.</summary>
    public char Current => Position < text.Length ? text[Position] : '\0';

    /// <summary>Whether nothing is left.</summary>
    public bool IsAtEnd => Position >= text.Length;

    /// <summary>Passes over blanks in the line.</summary>
    public void SkipBlanks()
    {
        while (Position < text.Length && text[Position] is ' ' or '\t' or '\r')
        {
            Position++;
        }
    }

    /// <summary>Whether only a comment is left in the line.</summary>
    public bool IsAtEndOfLine()
    {
        SkipBlanks();
        return IsAtEnd || Current is '\n' or ';';
    }

    /// <summary>Goes to the beginning of the next line.</summary>
    public void SkipLine()
    {
        var end = Position < text.Length ? text.IndexOf('\n', Position) : -1;
        Position = end < 0 ? text.Length : end + 1;
    }

    /// <summary>Refuses what is left in the line.</summary>
    public void ExpectEndOfLine()
    {
        if (!IsAtEndOfLine())
        {
            throw Fail("the line should end here");
        }
    }

    public bool IsNext(char sign)
    {
        SkipBlanks();
        return Current == sign;
    }

    public bool TryTake(char sign)
    {
        if (!IsNext(sign) || IsAtEnd)
        {
            return false;
        }

        Position++;
        return true;
    }

    public void Expect(char sign)
    {
        if (!TryTake(sign))
        {
            throw Fail($"'{sign}' is expected here");
        }
    }

    /// <summary>Takes the sign between operands: a comma, or <c>=></c>, which is for the eye.</summary>
    public bool TryTakeSeparator()
    {
        if (TryTake(','))
        {
            return true;
        }

        if (!IsNext('=') || Position + 1 >= text.Length || text[Position + 1] != '>')
        {
            return false;
        }

        Position += 2;
        return true;
    }

    /// <summary>A word of letters, digits, <c>_</c> and <c>@</c>; empty when there is none.</summary>
    public string PeekWord()
    {
        SkipBlanks();
        var end = Position;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '@'))
        {
            end++;
        }

        return text[Position..end];
    }

    public string ReadWord()
    {
        var word = PeekWord();
        Position += word.Length;
        return word.Length > 0 ? word : throw Fail("a word is expected here");
    }

    /// <summary>An atom as Erlang writes it.</summary>
    public string ReadAtom()
    {
        SkipBlanks();
        if (Current == '\'')
        {
            return ((AtomTerm)ReadTerm()).Name;
        }

        return char.IsLower(Current) ? ReadWord() : throw Fail("an atom is expected here");
    }

    /// <summary>An Erlang term.</summary>
    public Term ReadTerm()
    {
        SkipBlanks();
        try
        {
            var term = _terms.ReadPart(Position, out var end);
            Position = end;
            return term;
        }
        catch (DiagnosticException failure)
        {
            throw new BasmSyntaxException("BA110", failure.Diagnostic.Message, _terms.Position, _terms.Position + 1);
        }
    }

    /// <summary>A text between double quotes.</summary>
    public string ReadText()
    {
        SkipBlanks();
        var start = Position;
        if (Current == '"')
        {
            var content = new StringBuilder();
            foreach (var character in ReadTerm() is ListTerm list ? list.Elements : [])
            {
                content.Append(new Rune((int)((IntegerTerm)character).Value).ToString());
            }

            return content.ToString();
        }

        throw new BasmSyntaxException("BA120", "a text between double quotes is expected here", start, start + 1);
    }

    public BigInteger ReadInteger()
    {
        SkipBlanks();
        var start = Position;
        var end = start < text.Length && text[start] == '-' ? start + 1 : start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        if (end - start <= 18 && long.TryParse(text.AsSpan(start, end - start), CultureInfo.InvariantCulture, out var number))
        {
            Position = end;
            return number;
        }

        if (end > start && char.IsAsciiDigit(text[end - 1]))
        {
            Position = end;
            return BigInteger.Parse(text.AsSpan(start, end - start), CultureInfo.InvariantCulture);
        }

        throw Fail("a number is expected here");
    }

    public long ReadInt64() => (long)ReadInteger(long.MinValue, long.MaxValue);

    /// <summary>A number from 0 to 2^31 - 1.</summary>
    public int ReadInt32() => (int)ReadInteger(0, int.MaxValue);

    public uint ReadUInt32() => (uint)ReadInteger(0, uint.MaxValue);

    public ulong ReadUInt64() => (ulong)ReadInteger(0, ulong.MaxValue);

    /// <summary>Bytes as hexadecimal digits, on this line and on following ones that begin with <c>|</c>.</summary>
    public byte[] ReadHexadecimal()
    {
        var bytes = new List<byte>();
        while (true)
        {
            SkipBlanks();
            while (!IsAtEndOfLine())
            {
                var high = Digit(Position);
                var low = Digit(Position + 1);
                if (high < 0 || low < 0)
                {
                    throw Fail("bytes are written as two hexadecimal digits each");
                }

                bytes.Add((byte)((high << 4) | low));
                Position += 2;
            }

            var end = Position;
            SkipLine();
            if (!IsNext('|') || IsAtEnd)
            {
                Position = end;
                return [.. bytes];
            }

            Position++;
        }
    }

    public BasmSyntaxException Fail(string message, string? hint = null)
    {
        var start = Math.Min(Position, text.Length);
        return new("BA120", message, start, start + 1, hint);
    }

    private BigInteger ReadInteger(BigInteger minimum, BigInteger maximum)
    {
        SkipBlanks();
        var start = Position;
        var number = ReadInteger();
        return number >= minimum && number <= maximum
            ? number
            : throw new BasmSyntaxException("BA122", $"this number is not from {minimum} to {maximum}", start, Position);
    }

    private int Digit(int position) => position >= text.Length ? -1 : text[position] switch
    {
        >= '0' and <= '9' and var digit => digit - '0',
        >= 'a' and <= 'f' and var digit => digit - 'a' + 10,
        >= 'A' and <= 'F' and var digit => digit - 'A' + 10,
        _ => -1,
    };
}
