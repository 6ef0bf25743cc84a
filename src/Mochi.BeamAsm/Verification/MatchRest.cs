namespace Mochi.BeamAsm.Verification;

/// <summary>What is known of the bits that are left in the middle of <c>bs_match</c>.</summary>
/// <param name="Unit">Without <paramref name="Offset"/> bits they are a multiple of this; 0 when there are no others.</param>
/// <param name="Offset">See <paramref name="Unit"/>.</param>
/// <param name="Ensured">So many are there at least.</param>
/// <param name="HasMoved">Whether some have been taken.</param>
internal readonly record struct MatchRest(int Unit, long Offset, int Ensured = 0, bool HasMoved = false)
{
    /// <summary>What their number is a multiple of, at least 1 and at most 256.</summary>
    public int Divisor => Divide(Unit, Offset);

    /// <summary>What a multiple of a unit, with some bits more, is a multiple of.</summary>
    public static int Divide(int unit, long offset)
    {
        var (left, right) = ((long)unit, Math.Abs(offset));
        while (right != 0)
        {
            (left, right) = (right, left % right);
        }

        // No bits at all are a multiple of everything.
        return left == 0 ? InstructionRules.MaximumUnit : left <= InstructionRules.MaximumUnit ? (int)left : Divide(InstructionRules.MaximumUnit, left);
    }

    /// <summary>There are so many bits, and a multiple of a unit besides; a unit of 0 for no others.</summary>
    public MatchRest Ensure(int bits, int unit)
    {
        // One of the two is kept: the new one unless it says less.
        var isWeaker = unit != 0 && Unit != 0 && Unit % unit == 0 && (bits - Offset) % unit == 0;
        return isWeaker || Unit == 0 ? this with { Ensured = bits } : new MatchRest(unit, bits, bits, HasMoved);
    }

    /// <summary>Bits are taken.</summary>
    public MatchRest Consume(int bits) =>
        this with { Offset = Offset - bits, Ensured = Ensured - bits, HasMoved = HasMoved || bits > 0 };
}
