namespace Mochi.BeamFile.Comparison;

/// <summary>A chunk whose bytes differ.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Id">Its four characters.</param>
/// <param name="LeftSize">Its size on the left; 0 when there is none.</param>
/// <param name="RightSize">Its size on the right; 0 when there is none.</param>
public sealed record ChunkChange(ChangeKind Kind, string Id, int LeftSize, int RightSize);
