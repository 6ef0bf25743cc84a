using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Buffers;

/// <summary>Reads big-endian data; everything that goes wrong is a diagnostic with chunk and offset.</summary>
internal ref struct ByteReader
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly string _chunk;
    private int _position;

    public ByteReader(ReadOnlySpan<byte> data, string chunk, int position = 0)
    {
        _data = data;
        _chunk = chunk;
        _position = position;
    }

    public int Position
    {
        readonly get => _position;
        set => _position = value;
    }

    /// <summary>All the data, for those who keep track of the position themselves.</summary>
    public readonly ReadOnlySpan<byte> Data => _data;

    public readonly int Remaining => _data.Length - _position;

    public readonly bool IsAtEnd => _position >= _data.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte ReadByte()
    {
        if ((uint)_position >= (uint)_data.Length)
        {
            ThrowTruncated(1);
        }

        return _data[_position++];
    }

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(ReadBytes(2));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(ReadBytes(4));

    public int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(ReadBytes(4));

    public long ReadInt64() => BinaryPrimitives.ReadInt64BigEndian(ReadBytes(8));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64BigEndian(ReadBytes(8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if ((uint)count > (uint)Remaining)
        {
            ThrowTruncated(count);
        }

        var bytes = _data.Slice(_position, count);
        _position += count;
        return bytes;
    }

    /// <summary>
    /// Reads a count of things that take at least so many bytes each, and checks that they can follow.
    /// </summary>
    public int ReadCount(int minimumSize, string what)
    {
        var start = _position;
        var count = ReadUInt32();
        if ((long)count * minimumSize > Remaining)
        {
            throw Error(
                BeamFileCodes.BadCount, $"{count} {what} cannot fit into the {Remaining} bytes that follow", start);
        }

        return (int)count;
    }

    /// <summary>Reads the count of things of at least one byte each that come after a header of a known size.</summary>
    public int ReadCountAhead(int headerLeft, string what)
    {
        var start = _position;
        var count = ReadUInt32();
        if (count > Remaining - (headerLeft - 4))
        {
            throw Error(
                BeamFileCodes.BadCount, $"{count} {what} cannot fit into the {Remaining} bytes that follow", start);
        }

        return (int)count;
    }

    public readonly DiagnosticException Error(string code, string message, int offset, string? hint = null) =>
        new(new Diagnostic(
            code, DiagnosticSeverity.Error, message, new DiagnosticPlace(null, Chunk: _chunk, Offset: offset), hint));

    private readonly void ThrowTruncated(int count) => throw Error(
        BeamFileCodes.Truncated, $"the data ends here, but {count} more bytes are needed than the {Remaining} left",
        _position);
}
