using System.Buffers.Binary;
using Mochi.BeamFile.Buffers;

namespace Mochi.BeamFile.Compression;

/// <summary>Writes bits, the first in the lowest place of the first byte.</summary>
internal sealed class BitWriter(ByteWriter output)
{
    private ulong _bits;
    private int _count;

    /// <summary>Writes the low bits of a number, at most 16.</summary>
    public void Write(int value, int count)
    {
        _bits |= (ulong)(uint)value << _count;
        _count += count;
        if (_count >= 32)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(output.Reserve(4), (uint)_bits);
            _bits >>= 32;
            _count -= 32;
        }
    }

    public void Write(HuffmanCode code, int symbol) => Write(code.Bits[symbol], code.Lengths[symbol]);

    /// <summary>Fills up the byte that has been begun.</summary>
    public void Align()
    {
        for (; _count > 0; _count -= 8)
        {
            output.WriteByte((byte)_bits);
            _bits >>= 8;
        }

        _count = 0;
    }

    public void WriteBytes(ReadOnlySpan<byte> bytes) => output.Write(bytes);

    public void WriteUInt16LittleEndian(int value)
    {
        output.WriteByte(value);
        output.WriteByte(value >> 8);
    }
}
