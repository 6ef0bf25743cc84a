using Mochi.BeamFile.Buffers;

namespace Mochi.BeamFile.Compression;

/// <summary>Writes bits, the first in the lowest place of the first byte.</summary>
internal sealed class BitWriter(ByteWriter output)
{
    private ulong _bits;
    private int _count;

    public void Write(int value, int count)
    {
        _bits |= (ulong)(uint)value << _count;
        _count += count;
        while (_count >= 8)
        {
            output.WriteByte((byte)_bits);
            _bits >>= 8;
            _count -= 8;
        }
    }

    public void Write(HuffmanCode code, int symbol) => Write(code.Bits[symbol], code.Lengths[symbol]);

    /// <summary>Fills up the byte that has been begun.</summary>
    public void Align()
    {
        if (_count > 0)
        {
            output.WriteByte((byte)_bits);
            _bits = 0;
            _count = 0;
        }
    }

    public void WriteBytes(ReadOnlySpan<byte> bytes) => output.Write(bytes);

    public void WriteUInt16LittleEndian(int value)
    {
        output.WriteByte(value);
        output.WriteByte(value >> 8);
    }
}
