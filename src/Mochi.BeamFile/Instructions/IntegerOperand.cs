using System.Numerics;

namespace Mochi.BeamFile.Instructions;

/// <summary>An integer as a value (tag i).</summary>
public sealed record IntegerOperand : Operand, ISourceOperand
{
    /// <summary>The shared operands of low numbers, made when they are first needed.</summary>
    internal static readonly IntegerOperand?[] Low = new IntegerOperand?[256];

    /// <summary>Makes the operand of this number.</summary>
    public IntegerOperand(BigInteger value)
        : base(CompactTerm.Integer, value.Sign >= 0 && value <= CompactTerm.MaximumShort ? (ulong)value : ulong.MaxValue) =>
        Value = value;

    /// <summary>The number; compilers put those of more than 128 bits into the literal table instead.</summary>
    public BigInteger Value { get; }

    /// <summary>The operand of this number; low ones are shared.</summary>
    public static IntegerOperand Of(long value) =>
        (ulong)value < (ulong)Low.Length ? Low[value] ??= new IntegerOperand(value) : new IntegerOperand(value);

    /// <inheritdoc/>
    public override string ToString() => $"{{integer,{Value}}}";
}
