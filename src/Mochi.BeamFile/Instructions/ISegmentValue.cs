namespace Mochi.BeamFile.Instructions;

/// <summary>
/// What a segment of a binary can be built from: a source or, for string segments, bytes of the string table.
/// </summary>
public interface ISegmentValue
{
}
