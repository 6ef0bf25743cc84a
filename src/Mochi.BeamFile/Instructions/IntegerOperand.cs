using System.Numerics;

namespace Mochi.BeamFile.Instructions;

/// <summary>An integer as a value (tag i).</summary>
/// <param name="Value">The number; compilers put those of more than 128 bits into the literal table instead.</param>
public sealed record IntegerOperand(BigInteger Value) : Operand, ISourceOperand
{
    /// <inheritdoc/>
    public override string ToString() => $"{{integer,{Value}}}";
}
