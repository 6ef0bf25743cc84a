namespace Mochi.BeamAsm.Ssa;

/// <summary>Builds a bitstring.</summary>
/// <param name="result">The value it computes.</param>
/// <param name="segments">How each segment is written.</param>
/// <param name="valuesAndSizes">Value and size of each segment in turn; a size that the kind implies is the atom <c>undefined</c> or <c>all</c>.</param>
internal sealed class BitstringInstruction(SsaValue result, BitstringSegmentSpec[] segments, params SsaOperand[] valuesAndSizes)
    : SsaInstruction(result, valuesAndSizes)
{
    /// <summary>How each segment is written.</summary>
    public BitstringSegmentSpec[] Segments { get; } = segments;

    /// <inheritdoc/>
    public override bool IsPure => false;
}
