namespace Mochi.BeamFile.Container;

/// <summary>How a chunk compares after a round trip.</summary>
/// <param name="Id">The chunk's id.</param>
/// <param name="FirstDifference">The offset of the first byte that differs; -1 when none does.</param>
public sealed record ChunkComparison(string Id, int FirstDifference)
{
    /// <summary>Whether the chunk came out as it went in.</summary>
    public bool IsIdentical => FirstDifference < 0;
}
