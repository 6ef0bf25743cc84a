using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification.Signatures;

/// <summary>
/// What arithmetic gives for integers within bounds. A bound at an end of <see cref="long"/> stands for none, as in
/// <see cref="TermType"/>; what comes out beyond has none either.
/// </summary>
internal static class IntegerBounds
{
    private const long Least = long.MinValue;
    private const long Greatest = long.MaxValue;

    // Far enough out to stay beyond long when a bound is added, and not so far that two of them overflow.
    private static readonly Int128 Infinity = Int128.One << 125;

    public static TermType Add(TermType left, TermType right) => Make(Low(left) + Low(right), High(left) + High(right));

    public static TermType Subtract(TermType left, TermType right) => Make(Low(left) - High(right), High(left) - Low(right));

    public static TermType Multiply(TermType left, TermType right) =>
        Corners(left, right, static (one, other) => one == 0 || other == 0 ? 0
            : IsInfinite(one) || IsInfinite(other) ? Int128.Sign(one) * Int128.Sign(other) * Infinity : one * other);

    public static TermType Negate(TermType operand) => Make(-High(operand), -Low(operand));

    public static TermType Not(TermType operand) => Make(-High(operand) - 1, -Low(operand) - 1);

    public static TermType Absolute(TermType operand) =>
        operand.Minimum >= 0 ? operand : operand.Maximum <= 0 ? Negate(operand) : Make(0, Int128.Max(-Low(operand), High(operand)));

    /// <summary>Of <c>div</c>, which rounds towards zero.</summary>
    public static TermType Divide(TermType left, TermType right)
    {
        // It is monotonic in both operands as long as the divisor keeps its sign.
        var above = right.Meet(TermType.IntegerRange(1, null));
        var below = right.Meet(TermType.IntegerRange(null, -1));
        return Quotients(left, above).Join(Quotients(left, below));
    }

    /// <summary>Of <c>rem</c>, which has the sign of the left operand.</summary>
    public static TermType Remainder(TermType left, TermType right)
    {
        var greatest = Int128.Max(Int128.Abs(Low(right)), Int128.Abs(High(right))) - 1;
        return greatest < 0 ? TermType.None
            : Make(Int128.Max(Int128.Min(Low(left), 0), -greatest), Int128.Min(Int128.Max(High(left), 0), greatest));
    }

    /// <summary>Of <c>bsl</c>; <c>bsr</c> is that with the opposite of the right operand.</summary>
    public static TermType ShiftLeft(TermType value, TermType shift) => Corners(value, shift, Shift);

    public static TermType ShiftRight(TermType value, TermType shift) =>
        Corners(value, shift, static (one, other) => Shift(one, -other));

    public static TermType And(TermType left, TermType right)
    {
        if (left.Minimum is null || right.Minimum is null || left.Maximum is null || right.Maximum is null)
        {
            // An operand that is not negative bounds the result.
            var one = left.Minimum >= 0 ? left.Maximum : null;
            var other = right.Minimum >= 0 ? right.Maximum : null;
            return TermType.IntegerRange(
                left.Minimum >= 0 || right.Minimum >= 0 ? 0 : null,
                one < other || other is null ? one ?? Upper(left, right) : other);
        }

        return BySign(left, right, static (one, other) => (
            BitBounds.LeastAnd(one.Low, one.High, other.Low, other.High), BitBounds.GreatestAnd(one.Low, one.High, other.Low, other.High)));
    }

    public static TermType Or(TermType left, TermType right) => BySign(left, right, static (one, other) =>
    {
        if (one.IsNegative && other.IsNegative && (one.IsOpen || other.IsOpen))
        {
            return (Math.Max(one.Low, other.Low), ulong.MaxValue);
        }

        // Beyond the bounds that are kept the lower bits of a number without a bound are any.
        var a = one.IsOpen && other.IsNegative ? 0 : one.Low;
        var c = other.IsOpen && one.IsNegative ? 0 : other.Low;
        var least = one.IsNegative != other.IsNegative && (one.IsNegative ? one.IsOpen : other.IsOpen)
            ? unchecked((ulong)Least) : BitBounds.LeastOr(a, one.High, c, other.High);
        return (least, BitBounds.GreatestOr(a, one.High, c, other.High));
    });

    public static TermType ExclusiveOr(TermType left, TermType right)
    {
        if (!(left.Minimum >= 0 && right.Minimum >= 0))
        {
            return TermType.Integer;
        }

        return left.Maximum is { } one && right.Maximum is { } other
            ? TermType.IntegerRange(0, (long)BitBounds.GreatestExclusiveOr((ulong)left.Minimum.Value, (ulong)one, (ulong)right.Minimum.Value, (ulong)other))
            : TermType.IntegerRange(0, null);
    }

    private static Int128 Low(TermType type) => type.Minimum ?? -Infinity;

    private static Int128 High(TermType type) => type.Maximum ?? Infinity;

    private static bool IsInfinite(Int128 bound) => bound >= Infinity || bound <= -Infinity;

    private static TermType Make(Int128 minimum, Int128 maximum) => TermType.IntegerRange(
        minimum <= Least ? null : minimum >= Greatest ? Greatest : (long)minimum,
        maximum >= Greatest ? null : maximum <= Least ? Least : (long)maximum);

    private static TermType Corners(TermType left, TermType right, Func<Int128, Int128, Int128> combine)
    {
        var (a, b) = (combine(Low(left), Low(right)), combine(Low(left), High(right)));
        var (c, d) = (combine(High(left), Low(right)), combine(High(left), High(right)));
        return Make(Int128.Min(Int128.Min(a, b), Int128.Min(c, d)), Int128.Max(Int128.Max(a, b), Int128.Max(c, d)));
    }

    private static TermType Quotients(TermType left, TermType right) => right.IsNone ? right
        : Corners(left, right, static (one, other) =>
            IsInfinite(one) ? Int128.Sign(one) * Int128.Sign(other) * Infinity : IsInfinite(other) ? 0 : one / other);

    private static Int128 Shift(Int128 value, Int128 shift) =>
        value == 0 || IsInfinite(value) ? value
        : shift <= 0 ? value >> (int)Int128.Min(-shift, 127)
        : shift >= 63 ? Int128.Sign(value) * Infinity : value << (int)shift;

    // No common bits are more than both operands are.
    private static long? Upper(TermType left, TermType right) =>
        left.Maximum is { } one && right.Maximum is { } other ? Math.Max(one, other) : null;

    // Parts of the ranges whose numbers have one sign are ranges of bit patterns.
    private static TermType BySign(TermType left, TermType right, Func<BitRange, BitRange, (ulong Low, ulong High)> combine)
    {
        var result = TermType.None;
        for (var sign = 0; sign < 4; sign++)
        {
            if (BitRange.TryMake(left, (sign & 1) != 0, out var one) && BitRange.TryMake(right, (sign & 2) != 0, out var other))
            {
                var (low, high) = combine(one, other);
                var (minimum, maximum) = (unchecked((long)low), unchecked((long)high));
                result = result.Join(TermType.IntegerRange(minimum == Least ? null : minimum, maximum == Greatest ? null : maximum));
            }
        }

        return result;
    }

    private readonly record struct BitRange(ulong Low, ulong High, bool IsNegative, bool IsOpen)
    {
        public static bool TryMake(TermType type, bool isNegative, out BitRange range)
        {
            var low = Math.Max(type.Minimum ?? Least, isNegative ? Least : 0);
            var high = Math.Min(type.Maximum ?? Greatest, isNegative ? -1 : Greatest);
            range = new BitRange(unchecked((ulong)low), unchecked((ulong)high), isNegative, isNegative ? type.Minimum is null : type.Maximum is null);
            return low <= high;
        }
    }
}
