using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Ssa;

/// <summary>How one segment of a <see cref="BitstringInstruction"/> is written.</summary>
/// <param name="Kind">Kind of value.</param>
/// <param name="Unit">Bits per unit.</param>
/// <param name="LittleEndian">Least significant byte first.</param>
/// <param name="Signed">Signed integer.</param>
internal readonly record struct BitstringSegmentSpec(
    BitstringSegmentKind Kind,
    int Unit,
    bool LittleEndian,
    bool Signed)
{
    /// <summary>Whether it is whole bytes, whatever its value and size.</summary>
    public bool IsWholeBytes => Unit % 8 == 0
        || Kind is BitstringSegmentKind.Utf8 or BitstringSegmentKind.Utf16 or BitstringSegmentKind.Utf32;
}
