using System.Buffers.Binary;
using System.Numerics;

namespace Mochi.BeamDump.Dumping;

/// <summary>
/// Walks through bytes from the first to the last and says what each means. Since nothing can be passed by without a
/// word and nothing can be told twice, the ranges partition the bytes, whatever these are.
/// </summary>
/// <param name="region">What the bytes are called in the ranges.</param>
/// <param name="data">The bytes.</param>
/// <param name="ranges">Where the ranges go.</param>
internal sealed class ByteMap(string region, ReadOnlyMemory<byte> data, List<ByteRange> ranges)
{
    /// <summary>How many ranges there can be; what is left then is told as one.</summary>
    public const int MaximumRanges = 1 << 23;

    /// <summary>Where the next range begins.</summary>
    public int Position { get; private set; }

    /// <summary>Where what is being walked through ends.</summary>
    public int End { get; private set; } = data.Length;

    /// <summary>How deep what is being walked through is nested.</summary>
    public int Depth { get; set; }

    /// <summary>Whether everything has been told.</summary>
    public bool IsAtEnd => Position >= End;

    /// <summary>The bytes that are left.</summary>
    public ReadOnlyMemory<byte> Rest => data[Position..End];

    /// <summary>The name of what the bytes are part of.</summary>
    public string Region => region;

    /// <summary>Where the ranges go.</summary>
    public List<ByteRange> Ranges => ranges;

    /// <summary>The byte so far behind the position.</summary>
    /// <exception cref="UnexpectedBytesException">There is none.</exception>
    public byte Peek(int ahead = 0) =>
        ahead < End - Position ? data.Span[Position + ahead] : throw new UnexpectedBytesException();

    /// <summary>The number in the next four bytes.</summary>
    /// <exception cref="UnexpectedBytesException">There are fewer.</exception>
    public uint PeekUInt32(int ahead = 0) => BinaryPrimitives.ReadUInt32BigEndian(PeekBytes(ahead, 4));

    /// <summary>The number in the next two bytes.</summary>
    /// <exception cref="UnexpectedBytesException">There are fewer.</exception>
    public int PeekUInt16(int ahead = 0) => BinaryPrimitives.ReadUInt16BigEndian(PeekBytes(ahead, 2));

    /// <summary>Bytes behind the position.</summary>
    /// <exception cref="UnexpectedBytesException">There are fewer.</exception>
    public ReadOnlySpan<byte> PeekBytes(int ahead, int size) => size >= 0 && ahead + (long)size <= End - Position
        ? data.Span.Slice(Position + ahead, size) : throw new UnexpectedBytesException();

    /// <summary>The compact term behind the position, and its size.</summary>
    /// <exception cref="UnexpectedBytesException">It is not complete, or of tag 7.</exception>
    public CompactNumber PeekCompact(int ahead = 0)
    {
        var first = Peek(ahead);
        var tag = first & 7;
        if (tag == 7)
        {
            throw new UnexpectedBytesException();
        }

        if ((first & 0x08) == 0)
        {
            return new CompactNumber(tag, first >> 4, 1);
        }

        if ((first & 0x10) == 0)
        {
            return new CompactNumber(tag, ((first & 0xE0) << 3) | Peek(ahead + 1), 2);
        }

        var head = 1;
        var size = (first >> 5) + 2;
        if (size == 9)
        {
            // One form within the other is enough for any size that there is.
            var length = (Peek(ahead + 1) & 0xF8) == 0xF8 ? throw new UnexpectedBytesException() : PeekCompact(ahead + 1);
            size = length.Tag == 0 && length.Value >= 0 && length.Value < End ? (int)length.Value + 9
                : throw new UnexpectedBytesException();
            head += length.Size;
        }

        return new CompactNumber(tag, new BigInteger(PeekBytes(ahead + head, size), isBigEndian: true), head + size);
    }

    /// <summary>Tells what the next bytes mean.</summary>
    /// <exception cref="UnexpectedBytesException">There are fewer.</exception>
    public void Take(int size, string meaning)
    {
        _ = PeekBytes(0, size);
        if (size > 0)
        {
            if (ranges.Count >= MaximumRanges)
            {
                throw new UnexpectedBytesException();
            }

            Add(size, meaning);
        }
    }

    /// <summary>Tells what everything that is left means.</summary>
    public void TakeRest(string meaning)
    {
        if (!IsAtEnd)
        {
            Add(End - Position, meaning);
        }
    }

    /// <summary>Walks through a part; what it does not tell, or cannot make sense of, is told as such.</summary>
    /// <param name="size">The size of the part.</param>
    /// <param name="walk">Walks through it.</param>
    public void Within(int size, Action<ByteMap> walk)
    {
        var (end, depth) = (End, Depth);
        End = Math.Min(end, Position + size);
        Depth = depth + 1;
        try
        {
            walk(this);
            Depth = depth + 1;
            TakeRest("bytes that belong to nothing");
        }
        catch (UnexpectedBytesException)
        {
            Depth = depth + 1;
            TakeRest(ranges.Count >= MaximumRanges ? "not looked into: the dump is too long" : "bytes that make no sense here");
        }

        (End, Depth) = (end, depth);
    }

    private void Add(int size, string meaning)
    {
        ranges.Add(new ByteRange(region, Position, data.Slice(Position, size), Depth, meaning));
        Position += size;
    }
}
