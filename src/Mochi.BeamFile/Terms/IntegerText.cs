using System.Globalization;
using System.Numerics;
using System.Text;

namespace Mochi.BeamFile.Terms;

/// <summary>
/// The decimal digits of integers. Large ones are divided into halves, since what the platform does takes time that
/// grows with the square of the length: minutes for the largest integer that OTP can hold.
/// </summary>
public static class IntegerText
{
    // Up to here the platform is faster.
    private const int SmallDigits = 1024;
    private const int SmallBits = 3400;

    /// <summary>The digits of an integer, with a sign when it is negative.</summary>
    /// <param name="value">The integer.</param>
    /// <param name="longest">How many digits are wanted at least; later ones may be missing.</param>
    public static string Of(BigInteger value, int longest = int.MaxValue)
    {
        if (value.GetBitLength() <= SmallBits)
        {
            return Small(value);
        }

        var text = new StringBuilder();
        if (value.Sign < 0)
        {
            text.Append('-');
            value = -value;
        }

        // Powers[n] is 10 to the power of SmallDigits * 2^n.
        var powers = new List<BigInteger> { BigInteger.Pow(10, SmallDigits) };
        while (powers[^1].GetBitLength() * 2 <= value.GetBitLength() + 1)
        {
            powers.Add(powers[^1] * powers[^1]);
        }

        Append(text, value, powers, powers.Count - 1, isFirst: true, longest);
        return text.ToString();
    }

    // What BigInteger.ToString does is compiled at every start of a command; this is not.
    private static string Small(BigInteger value)
    {
        Span<char> text = stackalloc char[SmallDigits + 2];
        value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        return text[..length].ToString();
    }

    // The depth of the recursion is the logarithm of the length.
    private static void Append(StringBuilder text, BigInteger value, List<BigInteger> powers, int level, bool isFirst, int longest)
    {
        if (text.Length > longest)
        {
            return;
        }

        if (level < 0)
        {
            var digits = Small(value);
            text.Append('0', isFirst ? 0 : SmallDigits - digits.Length).Append(digits);
            return;
        }

        var high = BigInteger.DivRem(value, powers[level], out var low);
        if (isFirst && high.IsZero)
        {
            Append(text, low, powers, level - 1, isFirst: true, longest);
            return;
        }

        Append(text, high, powers, level - 1, isFirst, longest);
        Append(text, low, powers, level - 1, isFirst: false, longest);
    }
}
