namespace Mochi.BeamFile.Container;

/// <summary>Counts what came of the round trips of many files; keeps nothing of the files.</summary>
public sealed class RoundTripSummary
{
    private readonly SortedDictionary<string, RoundTripChunkCount> _chunks = new(StringComparer.Ordinal);

    /// <summary>How many files were checked.</summary>
    public int Files => Identical + Differing;

    /// <summary>How many came out byte for byte as they went in.</summary>
    public int Identical { get; private set; }

    /// <summary>How many came out otherwise or could not be read or written.</summary>
    public int Differing { get; private set; }

    /// <summary>The size of all files.</summary>
    public long Bytes { get; private set; }

    /// <summary>The chunks of the files, by id.</summary>
    public IReadOnlyCollection<RoundTripChunkCount> Chunks => _chunks.Values;

    /// <summary>Counts a file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="result">What came of its round trip.</param>
    public void Add(ReadOnlyMemory<byte> file, RoundTripResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Bytes += file.Length;
        if (result.IsIdentical)
        {
            Identical++;
        }
        else
        {
            Differing++;
        }

        foreach (var comparison in result.Chunks)
        {
            if (!_chunks.TryGetValue(comparison.Id, out var count))
            {
                count = new RoundTripChunkCount(comparison.Id);
                _chunks.Add(comparison.Id, count);
            }

            count.Add(comparison, comparison.Size);
        }
    }
}
