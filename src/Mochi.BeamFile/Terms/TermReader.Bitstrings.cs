using System.Numerics;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Terms;

/// <content>Bitstrings.</content>
public sealed partial class TermReader
{
    // Sizes are given in a few characters, so what they may ask for is bounded for the whole text.
    private long _bitsLeft;

    private BitstringTerm ReadBitstring()
    {
        if (Peek(1) != '<')
        {
            throw Fail("'<<' is expected here");
        }

        if (++_openBitstrings > _limits.BitstringDepth)
        {
            throw Fail(
                $"bitstrings are nested more than {_limits.BitstringDepth} deep", code: BeamFileCodes.LimitExceeded);
        }

        _position += 2;
        var bits = new TermBits();
        SkipBlanks();
        if (Peek() != '>')
        {
            do
            {
                ReadSegment(bits);
            }
            while (Take(','));
        }

        Expect('>');
        if (Peek() != '>')
        {
            throw Fail("'>>' is expected here");
        }

        _position++;
        _openBitstrings--;
        return bits.ToTerm();
    }

    private void ReadSegment(TermBits bits)
    {
        SkipBlanks();
        var start = _position;
        var isText = Peek() == '"';
        var value = ReadSegmentValue();
        BigInteger? size = null;
        if (Take(':'))
        {
            var isInParentheses = Take('(');
            SkipBlanks();
            size = ReadNumber() is IntegerTerm integer ? integer.Value : throw Fail("a size is an integer");
            if (isInParentheses)
            {
                Expect(')');
            }
        }

        var type = Take('/') ? ReadSegmentType() : new SegmentType();
        try
        {
            AppendSegment(bits, value, isText, size, type);
        }
        catch (SegmentException exception)
        {
            _position = start;
            throw Fail(exception.Message);
        }
    }

    /// <summary>A number, a string, or in parentheses or not a bitstring.</summary>
    private Term ReadSegmentValue()
    {
        if (Take('('))
        {
            if (++_openBitstrings > _limits.BitstringDepth)
            {
                throw Fail(
                    $"bitstrings are nested more than {_limits.BitstringDepth} deep", code: BeamFileCodes.LimitExceeded);
            }

            var value = ReadSegmentValue();
            Expect(')');
            _openBitstrings--;
            return value;
        }

        SkipBlanks();
        return Peek() switch
        {
            '"' => ReadString(),
            '<' => ReadBitstring(),
            '~' => ReadSigil(),
            _ => ReadSignedNumber(),
        };
    }

    private SegmentType ReadSegmentType()
    {
        var type = new SegmentType();
        do
        {
            SkipBlanks();
            var name = ReadAtomText();
            switch (name)
            {
                case "integer" or "float" or "binary" or "bitstring" or "utf8" or "utf16" or "utf32":
                    type.Name = name;
                    break;
                case "bytes":
                    type.Name = "binary";
                    break;
                case "bits":
                    type.Name = "bitstring";
                    break;
                case "little" or "native":
                    type.IsLittle = true;
                    break;
                case "big":
                    type.IsLittle = false;
                    break;
                case "signed" or "unsigned":
                    break;
                case "unit":
                    Expect(':');
                    SkipBlanks();
                    type.Unit = ReadNumber() is IntegerTerm { Value: var unit } && unit >= 1 && unit <= 256
                        ? (int)unit
                        : throw Fail("a unit is 1 to 256");
                    break;
                default:
                    throw Fail($"{name} is no type of a part of a bitstring");
            }
        }
        while (Take('-'));

        return type;
    }

    private void AppendSegment(TermBits bits, Term value, bool isText, BigInteger? size, SegmentType type)
    {
        if (type.Unit is not null && size is null && type.Name is not ("binary" or "bitstring"))
        {
            throw new SegmentException("a unit without a size says nothing");
        }

        if (isText)
        {
            foreach (var character in value is ListTerm list ? list.Elements : [])
            {
                AppendValue(bits, character, size, type);
            }
        }
        else
        {
            AppendValue(bits, value, size, type);
        }
    }

    private void AppendValue(TermBits bits, Term value, BigInteger? size, SegmentType type)
    {
        switch (type.Name ?? "integer")
        {
            case "integer":
                var width = Width(size ?? 8, type.Unit ?? 1);
                bits.AppendInteger(Integer(value), width, type.IsLittle);
                break;
            case "float":
                bits.AppendFloat(Number(value), Width(size ?? 64, type.Unit ?? 1), type.IsLittle);
                break;
            case "binary" or "bitstring":
                var unit = type.Unit ?? (type.Name == "binary" ? 8 : 1);
                var part = value as BitstringTerm ?? throw new SegmentException("this is no bitstring");
                var length = size is null ? part.BitLength : Width(size.Value, unit);
                if (size is null && length % unit != 0)
                {
                    throw new SegmentException("the bitstring is not made of whole units");
                }

                bits.AppendBits(part, length);
                break;
            default:
                bits.AppendText(Integer(value), type.Name!, type.IsLittle);
                break;
        }
    }

    private static BigInteger Integer(Term value) =>
        value is IntegerTerm integer ? integer.Value : throw new SegmentException("an integer is expected here");

    private static double Number(Term value) => value switch
    {
        FloatTerm number => number.Value,
        IntegerTerm integer when double.IsFinite((double)integer.Value) => (double)integer.Value,
        _ => throw new SegmentException("a number that a float can hold is expected here"),
    };

    private int Width(BigInteger size, int unit)
    {
        var width = size * unit;
        if (width.Sign < 0)
        {
            throw new SegmentException("a size cannot be negative");
        }

        // Ordinary parts are paid for by their own characters.
        if (width > 64 && (width > _bitsLeft || (_bitsLeft -= (long)width) < 0))
        {
            throw new SegmentException("the sizes of bitstrings add up to too much");
        }

        return (int)width;
    }

    private sealed class SegmentType
    {
        public string? Name { get; set; }

        public bool IsLittle { get; set; }

        public int? Unit { get; set; }
    }
}
