namespace Mochi.BeamFile.Compression;

/// <summary>Reads bits, the first from the lowest place of the first byte.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;
    private uint _bits;
    private int _count;

    /// <summary>Whether more was read than there is; what was missing was read as zero.</summary>
    public bool IsPastEnd { get; private set; }

    /// <summary>Reads a number of so many bits, at most 16.</summary>
    public int Read(int count)
    {
        while (_count < count)
        {
            if (_position < _bytes.Length)
            {
                _bits |= (uint)_bytes[_position++] << _count;
            }
            else
            {
                IsPastEnd = true;
            }

            _count += 8;
        }

        var value = (int)(_bits & ((1u << count) - 1));
        _bits >>= count;
        _count -= count;
        return value;
    }

    /// <summary>Passes over the rest of the byte that has been begun, and takes so many bytes.</summary>
    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        _bits = 0;
        _count = 0;
        IsPastEnd |= count > _bytes.Length - _position;
        var taken = IsPastEnd ? [] : _bytes.Slice(_position, count);
        _position += taken.Length;
        return taken;
    }
}
