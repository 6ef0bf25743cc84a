using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Mochi.BeamFile.Buffers;

/// <summary>Collects bytes in a rented buffer that grows by doubling; all numbers are written big-endian.</summary>
internal sealed class ByteWriter : IDisposable
{
    private byte[] _buffer;
    private int _length;

    public ByteWriter(int capacity = 256) => _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 16));

    public int Length => _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteByte(int value)
    {
        if (_length == _buffer.Length)
        {
            Grow(1);
        }

        _buffer[_length++] = (byte)value;
    }

    public void WriteUInt16(int value) => BinaryPrimitives.WriteUInt16BigEndian(Reserve(2), checked((ushort)value));

    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(4), value);

    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(Reserve(4), value);

    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64BigEndian(Reserve(8), value);

    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Reserve(8), value);

    public void Write(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>Writes characters below 128.</summary>
    public void WriteAscii(string text)
    {
        var span = Reserve(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            span[index] = (byte)text[index];
        }
    }

    /// <summary>Room for so many bytes, which count as written.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Grow(count);
        }

        var span = _buffer.AsSpan(_length, count);
        _length += count;
        return span;
    }

    /// <summary>Takes back the last bytes of what was reserved.</summary>
    public void GiveBack(int count) => _length -= count;

    /// <summary>Replaces four bytes that were written before.</summary>
    public void PatchUInt32(int position, uint value) =>
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(position, 4), value);

    public void Clear() => _length = 0;

    public byte[] ToArray() => Written.ToArray();

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        _length = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(
            Math.Max(checked(_length + count), (int)Math.Min(_buffer.Length * 2L, 0x7FFF_FFC7)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
