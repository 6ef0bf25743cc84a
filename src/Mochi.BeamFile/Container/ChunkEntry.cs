namespace Mochi.BeamFile.Container;

/// <summary>A chunk and where it is in the file.</summary>
/// <param name="Id">The chunk's four characters.</param>
/// <param name="HeaderOffset">Where its header begins, from the start of the (uncompressed) file.</param>
/// <param name="Data">Its data, without padding.</param>
public sealed record ChunkEntry(string Id, int HeaderOffset, ReadOnlyMemory<byte> Data)
{
    /// <summary>Where its data begins.</summary>
    public int DataOffset => HeaderOffset + 8;

    /// <summary>The size of header, data and padding.</summary>
    public int TotalSize => 8 + ((Data.Length + 3) & ~3);
}
