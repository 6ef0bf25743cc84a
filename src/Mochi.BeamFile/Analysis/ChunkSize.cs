namespace Mochi.BeamFile.Analysis;

/// <summary>How many bytes of a file a chunk takes.</summary>
/// <param name="Id">The chunk's four characters.</param>
/// <param name="Data">The size of its data.</param>
/// <param name="Padding">The bytes after the data that are there, 0 to 3.</param>
public sealed record ChunkSize(string Id, int Data, int Padding)
{
    /// <summary>The size of a chunk's id and size, 8.</summary>
    public const int Header = 8;

    /// <summary>Header, data and padding.</summary>
    public int Total => Header + Data + Padding;
}
