namespace Mochi.BeamFile.Container;

/// <summary>How a chunk compares after a round trip.</summary>
/// <param name="Id">The chunk's id.</param>
/// <param name="FirstDifference">The offset of the first byte that differs; -1 when none does.</param>
/// <param name="Size">The size of its data in the file; 0 when it is not there.</param>
/// <param name="IsKept">
/// Whether the chunk was copied: nobody knows its id, or a diagnostic says why it could not be decoded.
/// </param>
public sealed record ChunkComparison(string Id, int FirstDifference, int Size = 0, bool IsKept = false)
{
    /// <summary>Whether the chunk came out as it went in.</summary>
    public bool IsIdentical => FirstDifference < 0;
}
