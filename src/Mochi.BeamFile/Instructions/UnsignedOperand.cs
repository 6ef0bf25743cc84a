namespace Mochi.BeamFile.Instructions;

/// <summary>A number that is not a value (tag u): a count, an arity, an index, a unit, bits to match.</summary>
public sealed record UnsignedOperand : Operand
{
    /// <summary>
    /// The shared operands of low numbers, made when they are first needed; up to here labels take two bytes.
    /// </summary>
    internal static readonly UnsignedOperand?[] Low = new UnsignedOperand?[2048];

    /// <summary>Makes the operand of this number.</summary>
    public UnsignedOperand(ulong value)
        : base(CompactTerm.Unsigned, value) => Value = value;

    /// <summary>The number, 0 to 2^64 - 1.</summary>
    public ulong Value { get; }

    /// <summary>The operand of this number; low ones are shared.</summary>
    public static UnsignedOperand Of(ulong value) =>
        value < (ulong)Low.Length ? Low[value] ??= new UnsignedOperand(value) : new UnsignedOperand(value);

    /// <summary>The operand of this number, which must not be negative.</summary>
    public static UnsignedOperand Of(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return Of((ulong)value);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{{u,{Value}}}";
}
