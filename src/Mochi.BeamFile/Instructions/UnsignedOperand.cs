namespace Mochi.BeamFile.Instructions;

/// <summary>A number that is not a value (tag u): a count, an arity, an index, a unit, bits to match.</summary>
/// <param name="Value">The number, 0 to 2^64 - 1.</param>
public sealed record UnsignedOperand(ulong Value) : Operand
{
    private static readonly UnsignedOperand[] First = MakeFirst();

    /// <summary>The operand of this number; low ones are shared.</summary>
    public static UnsignedOperand Of(ulong value) =>
        value < (ulong)First.Length ? First[value] : new UnsignedOperand(value);

    /// <summary>The operand of this number, which must not be negative.</summary>
    public static UnsignedOperand Of(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return Of((ulong)value);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{{u,{Value}}}";

    // A plain loop: sequences of integers have to be compiled when the program starts.
    private static UnsignedOperand[] MakeFirst()
    {
        var first = new UnsignedOperand[256];
        for (var value = 0; value < first.Length; value++)
        {
            first[value] = new UnsignedOperand((ulong)value);
        }

        return first;
    }
}
