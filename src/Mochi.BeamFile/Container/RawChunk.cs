namespace Mochi.BeamFile.Container;

/// <summary>A chunk as it stands in the file.</summary>
public sealed record RawChunk
{
    /// <summary>Makes a chunk.</summary>
    /// <param name="id">Four characters.</param>
    /// <param name="data">The data, without padding.</param>
    public RawChunk(string id, ReadOnlyMemory<byte> data)
    {
        Id = id;
        Data = data;
    }

    /// <summary>The chunk's four characters.</summary>
    public string Id { get; }

    /// <summary>The data, without padding.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Compares id and data.</summary>
    public bool Equals(RawChunk? other) =>
        other is not null && Id == other.Id && Data.Span.SequenceEqual(other.Data.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => Terms.TermHash.Add(Data.Length, Id);
}
