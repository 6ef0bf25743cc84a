using System.Globalization;
using System.Numerics;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Terms;

/// <content>Numbers and characters that stand for numbers.</content>
public sealed partial class TermReader
{
    private const int LargestExponent = 100_000;

    /// <summary>A number or a character, perhaps with a sign.</summary>
    private Term ReadSignedNumber()
    {
        if (Peek() is not ('-' or '+'))
        {
            return ReadNumber();
        }

        var isNegative = _text[_position++] == '-';
        SkipBlanks();
        var number = ReadNumber();
        return !isNegative ? number : number switch
        {
            IntegerTerm integer => Term.Integer(-integer.Value),
            _ => Term.Float(-((FloatTerm)number).Value),
        };
    }

    private Term ReadNumber()
    {
        if (Peek() == '$')
        {
            _position++;
            return Term.Integer(ReadCharacter());
        }

        var start = _position;
        var digits = ReadDigits(10);
        if (digits.Length == 0)
        {
            throw Fail("a number is expected here");
        }

        if (Peek() == '#')
        {
            return ReadBased(start, digits);
        }

        if (Peek() != '.' || !char.IsAsciiDigit(Peek(1)))
        {
            return TermText.IsNameCharacter(Peek())
                ? throw Fail("a number ends before this")
                : Term.Integer(Value(digits, 10));
        }

        _position++;
        var text = digits + "." + ReadDigits(10);
        if (Peek() is 'e' or 'E')
        {
            text += "e" + ReadExponent().ToString(CultureInfo.InvariantCulture);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? MakeFloat(number, start)
            : throw Fail("this is no float");
    }

    private Term ReadBased(int start, string digits)
    {
        var radix = digits.Length <= 2 ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;
        if (radix is < 2 or > 36)
        {
            _position = start;
            throw Fail("the base of a number is 2 to 36");
        }

        _position++;
        var whole = ReadDigits(radix);
        if (whole.Length == 0)
        {
            throw Fail($"a digit of base {radix} is expected here");
        }

        if (Peek() != '.' || !IsDigit(Peek(1), radix))
        {
            return TermText.IsNameCharacter(Peek())
                ? throw Fail($"this is no digit of base {radix}")
                : Term.Integer(Value(whole, radix));
        }

        _position++;
        var fraction = ReadDigits(radix);
        var exponent = 0;
        if (Peek() == '#')
        {
            _position++;
            exponent = Peek() is 'e' or 'E' ? ReadExponent() : throw Fail("an exponent is expected here");
        }

        var mantissa = Value(whole + fraction, radix);
        var power = exponent - fraction.Length;
        var scale = BigInteger.Pow(radix, Math.Min(Math.Abs(power), LargestExponent));
        return MakeFloat(power < 0 ? Quotient(mantissa, scale) : Quotient(mantissa * scale, BigInteger.One), start);
    }

    private FloatTerm MakeFloat(double number, int start)
    {
        if (!double.IsFinite(number))
        {
            _position = start;
            throw Fail("this float is too large");
        }

        return Term.Float(number);
    }

    /// <summary>The float nearest to a fraction.</summary>
    private static double Quotient(BigInteger numerator, BigInteger denominator)
    {
        if (numerator.IsZero)
        {
            return 0;
        }

        // 60 bits of the quotient, with a bit that says whether there was more, round as the whole quotient does.
        var shift = 60 - (int)(numerator.GetBitLength() - denominator.GetBitLength());
        var (quotient, rest) = shift >= 0
            ? BigInteger.DivRem(numerator << shift, denominator)
            : BigInteger.DivRem(numerator, denominator << -shift);
        return Math.ScaleB((double)((ulong)quotient | (rest.IsZero ? 0u : 1u)), -shift);
    }

    private int ReadExponent()
    {
        _position++;
        var isNegative = Peek() == '-';
        _position += Peek() is '-' or '+' ? 1 : 0;
        var digits = ReadDigits(10);
        if (digits.Length == 0)
        {
            throw Fail("the digits of an exponent are expected here");
        }

        var value = digits.Length <= 6
            ? Math.Min(int.Parse(digits, CultureInfo.InvariantCulture), LargestExponent)
            : LargestExponent;
        return isNegative ? -value : value;
    }

    /// <summary>Digits with single underscores between them.</summary>
    private string ReadDigits(int radix)
    {
        var start = _position;
        var hasUnderscores = false;
        while (_position < _text.Length)
        {
            if (_text[_position] == '_' && _position > start && IsDigit(_text[_position - 1], radix) && IsDigit(Peek(1), radix))
            {
                hasUnderscores = true;
            }
            else if (!IsDigit(_text[_position], radix))
            {
                break;
            }

            _position++;
        }

        var digits = _text[start.._position];
        if ((digits.Length - 1) * Math.Log2(radix) > 8.0 * _limits.IntegerBytes)
        {
            _position = start;
            throw Fail(
                $"a number of more than {_limits.IntegerBytes} bytes is too large", code: BeamFileCodes.LimitExceeded);
        }

        return hasUnderscores ? digits.Replace("_", "", StringComparison.Ordinal) : digits;
    }

    private static bool IsDigit(char character, int radix)
    {
        var value = char.IsAsciiDigit(character) ? character - '0'
            : char.IsAsciiLetter(character) ? (character | 0x20) - 'a' + 10
            : int.MaxValue;
        return value < radix;
    }

    /// <summary>The value of digits, by halves, since multiplying digit by digit takes quadratic time.</summary>
    private static BigInteger Value(ReadOnlySpan<char> digits, int radix)
    {
        if (digits.Length > 64)
        {
            var low = digits.Length / 2;
            return (Value(digits[..^low], radix) * BigInteger.Pow(radix, low)) + Value(digits[^low..], radix);
        }

        var value = BigInteger.Zero;
        var group = 0UL;
        var scale = 1UL;
        foreach (var digit in digits)
        {
            var number = char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
            group = (group * (ulong)radix) + (ulong)number;
            scale *= (ulong)radix;
            if (scale > 1UL << 56)
            {
                value = (value * scale) + group;
                (group, scale) = (0, 1);
            }
        }

        return (value * scale) + group;
    }
}
