namespace Mochi.BeamFile.Compression;

/// <summary>What compressing takes, kept from one stream of a thread to the next.</summary>
internal sealed class DeflateBuffers
{
    public const int WindowSize = 1 << 15;
    public const int HashSize = 1 << 15;

    [ThreadStatic]
    private static DeflateBuffers? _free;

    // What is left from earlier streams is below this.
    private int _origin = 1;

    private DeflateBuffers()
    {
    }

    /// <summary>The last position of a string with each hash, counted from the origin of the stream.</summary>
    public int[] Heads { get; } = new int[HashSize];

    /// <summary>The position before each position of the window with the same hash, negative for none.</summary>
    public int[] Previous { get; } = new int[WindowSize];

    /// <summary>An empty block.</summary>
    public DeflateBlock Block { get; } = new();

    /// <summary>Buffers that nobody else has.</summary>
    public static DeflateBuffers Rent()
    {
        var buffers = _free ?? new DeflateBuffers();
        _free = null;
        return buffers;
    }

    /// <summary>The origin of a stream of some length, which makes emptying the tables needless.</summary>
    public int Reserve(int length)
    {
        if (_origin > int.MaxValue - length)
        {
            Array.Clear(Heads);
            _origin = 1;
        }

        var origin = _origin;
        _origin += length;
        return origin;
    }

    /// <summary>Leaves them to the next stream; the block must have been written out.</summary>
    public void Return() => _free = this;
}
