namespace Mochi.BeamAsm.Ir;

/// <summary>One segment of a <see cref="BitstringExpression"/>.</summary>
/// <param name="Kind">How the value is written.</param>
/// <param name="Value">The value.</param>
/// <param name="Size">Number of units; <see langword="null"/> for the kind's own size (a whole bitstring, 8-bit integer, 64-bit float).</param>
/// <param name="Unit">Bits per unit, 1 to 256.</param>
/// <param name="LittleEndian">Whether an integer or float is written least significant byte first.</param>
/// <param name="Signed">Whether an integer is signed; it makes no difference when building.</param>
public sealed record BitstringSegment(
    BitstringSegmentKind Kind,
    Expression Value,
    Expression? Size = null,
    int Unit = 1,
    bool LittleEndian = false,
    bool Signed = false);
