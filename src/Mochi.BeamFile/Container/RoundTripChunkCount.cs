namespace Mochi.BeamFile.Container;

/// <summary>How the chunks of one id fared in the round trips of many files.</summary>
public sealed class RoundTripChunkCount
{
    internal RoundTripChunkCount(string id) => Id = id;

    /// <summary>The chunks' four characters.</summary>
    public string Id { get; }

    /// <summary>How many were decoded, encoded, and came out as they went in.</summary>
    public int Identical { get; private set; }

    /// <summary>How many came out otherwise.</summary>
    public int Differing { get; private set; }

    /// <summary>
    /// How many were copied: nobody knows the id, or a diagnostic says why the chunk could not be decoded.
    /// </summary>
    public int Kept { get; private set; }

    /// <summary>The sizes of all of them, without headers and padding.</summary>
    public long Bytes { get; private set; }

    internal void Add(ChunkComparison comparison, int size)
    {
        Bytes += size;
        if (!comparison.IsIdentical)
        {
            Differing++;
        }
        else if (comparison.IsKept)
        {
            Kept++;
        }
        else
        {
            Identical++;
        }
    }
}
