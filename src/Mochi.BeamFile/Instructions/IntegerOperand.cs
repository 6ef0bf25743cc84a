using System.Numerics;

namespace Mochi.BeamFile.Instructions;

/// <summary>An integer as a value (tag i).</summary>
/// <param name="Value">The number; compilers put those of more than 128 bits into the literal table instead.</param>
public sealed record IntegerOperand(BigInteger Value) : Operand, ISourceOperand
{
    /// <summary>The shared operands of low numbers, made when they are first needed.</summary>
    internal static readonly IntegerOperand?[] Low = new IntegerOperand?[256];

    /// <summary>The operand of this number; low ones are shared.</summary>
    public static IntegerOperand Of(long value) =>
        (ulong)value < (ulong)Low.Length ? Low[value] ??= new IntegerOperand(value) : new IntegerOperand(value);

    /// <inheritdoc/>
    public override string ToString() => $"{{integer,{Value}}}";
}
