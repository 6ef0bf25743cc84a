namespace Mochi.BeamFile.Compression;

/// <summary>What compressing takes, kept from one stream of a thread to the next.</summary>
internal sealed class DeflateBuffers
{
    [ThreadStatic]
    private static DeflateBuffers? _free;

    private DeflateBuffers(int window, int hashes)
    {
        Heads = new int[hashes];
        Previous = new int[window];
    }

    /// <summary>One more than the last position of a string with each hash; 0 for none.</summary>
    public int[] Heads { get; }

    /// <summary>The position before each position with the same hash; what is left from before is never reached.</summary>
    public int[] Previous { get; }

    /// <summary>An empty block.</summary>
    public DeflateBlock Block { get; } = new();

    /// <summary>Buffers that nobody else has.</summary>
    public static DeflateBuffers Rent(int window, int hashes)
    {
        if (_free is not { } buffers)
        {
            return new DeflateBuffers(window, hashes);
        }

        _free = null;
        Array.Clear(buffers.Heads);
        return buffers;
    }

    /// <summary>Leaves them to the next stream; the block must have been written out.</summary>
    public void Return() => _free = this;
}
