namespace Mochi.BeamAsm.Verification.Signatures;

/// <summary>
/// The least and the greatest that comes out when numbers of two ranges are combined bit by bit. Each looks for the highest
/// bit where one of the operands can be chosen to do better; the bits below are then free.
/// </summary>
internal static class BitBounds
{
    private const ulong Top = 1UL << 63;

    public static ulong LeastOr(ulong a, ulong b, ulong c, ulong d)
    {
        for (var bit = Top; bit != 0; bit >>= 1)
        {
            // A bit that the other operand has anyway costs nothing, and clears those below.
            if ((~a & c & bit) != 0)
            {
                var raised = (a | bit) & (0 - bit);
                if (raised <= b)
                {
                    return raised | c;
                }
            }
            else if ((a & ~c & bit) != 0)
            {
                var raised = (c | bit) & (0 - bit);
                if (raised <= d)
                {
                    return a | raised;
                }
            }
        }

        return a | c;
    }

    public static ulong GreatestOr(ulong a, ulong b, ulong c, ulong d)
    {
        for (var bit = Top; bit != 0; bit >>= 1)
        {
            // Of a bit that both have one is enough; the other sets all those below.
            if ((b & d & bit) != 0)
            {
                var lowered = (b - bit) | (bit - 1);
                if (lowered >= a)
                {
                    return lowered | d;
                }

                lowered = (d - bit) | (bit - 1);
                if (lowered >= c)
                {
                    return b | lowered;
                }
            }
        }

        return b | d;
    }

    // By De Morgan's law, with the ranges of the complements.
    public static ulong LeastAnd(ulong a, ulong b, ulong c, ulong d) => ~GreatestOr(~b, ~a, ~d, ~c);

    public static ulong GreatestAnd(ulong a, ulong b, ulong c, ulong d) => ~LeastOr(~b, ~a, ~d, ~c);

    public static ulong GreatestExclusiveOr(ulong a, ulong b, ulong c, ulong d)
    {
        for (var bit = Top; bit != 0; bit >>= 1)
        {
            if ((b & d & bit) != 0)
            {
                var lowered = (b - bit) | (bit - 1);
                if (lowered >= a)
                {
                    b = lowered;
                    continue;
                }

                lowered = (d - bit) | (bit - 1);
                d = lowered >= c ? lowered : d;
            }
        }

        return b ^ d;
    }
}
