using System.Buffers.Binary;

namespace Mochi.BeamFile.Compression;

/// <summary>
/// Expands small zlib streams. What the platform has is faster for large ones, but takes longer to load than most tables
/// of literals take to expand. It accepts what zlib accepts; a stream that breaks off is damaged.
/// </summary>
internal ref struct Inflater
{
    // A code of the lengths of the other codes: the length before three to six times more, or zeros.
    private const int RepeatLength = 16;
    private const int RepeatZero = 17;

    private readonly int _maximum;
    private BitReader _reader;
    private byte[] _content;
    private int _length;

    private Inflater(ReadOnlySpan<byte> stream, int maximum)
    {
        _maximum = maximum;
        _reader = new BitReader(stream);
        _content = new byte[Math.Min(maximum, (stream.Length * 4) + 64)];
    }

    /// <summary>Expands a stream.</summary>
    /// <param name="stream">The stream; bytes after its end are allowed.</param>
    /// <param name="maximum">How large the content may be.</param>
    /// <returns>The content; <see langword="null"/> when the stream is damaged or there is more.</returns>
    public static byte[]? TryExpand(ReadOnlySpan<byte> stream, int maximum)
    {
        var inflater = new Inflater(stream, maximum);
        return inflater.ReadHeader() && inflater.ReadBlocks() && inflater.ReadChecksum()
            ? inflater._content[..inflater._length]
            : null;
    }

    // The method is deflate, the window has at most 32 KiB, no dictionary is asked for, and the check bits are right.
    private bool ReadHeader()
    {
        var method = _reader.Read(8);
        var flags = _reader.Read(8);
        return (method & 0x0F) == 8 && method >> 4 <= 7 && (flags & 0x20) == 0 && ((method << 8) | flags) % 31 == 0;
    }

    private bool ReadChecksum()
    {
        var checksum = _reader.ReadBytes(sizeof(uint));
        return !_reader.IsPastEnd
            && BinaryPrimitives.ReadUInt32BigEndian(checksum) == Adler32.Compute(_content.AsSpan(0, _length));
    }

    private bool ReadBlocks()
    {
        bool isLast;
        do
        {
            isLast = _reader.Read(1) == 1;
            var isFine = _reader.Read(2) switch
            {
                0 => ReadStored(),
                1 => ReadCompressed(
                    new PrefixDecoder(DeflateTables.FixedLiteralLength.Lengths),
                    new PrefixDecoder(DeflateTables.FixedDistance.Lengths)),
                2 => ReadDynamic(),
                _ => false,
            };
            if (!isFine || _reader.IsPastEnd)
            {
                return false;
            }
        }
        while (!isLast);
        return true;
    }

    private bool ReadStored()
    {
        var sizes = _reader.ReadBytes(2 * sizeof(ushort));
        if (_reader.IsPastEnd)
        {
            return false;
        }

        var size = BinaryPrimitives.ReadUInt16LittleEndian(sizes);
        if (size != (ushort)~BinaryPrimitives.ReadUInt16LittleEndian(sizes[sizeof(ushort)..]))
        {
            return false;
        }

        var bytes = _reader.ReadBytes(size);
        if (_reader.IsPastEnd || !Reserve(size))
        {
            return false;
        }

        bytes.CopyTo(_content.AsSpan(_length));
        _length += size;
        return true;
    }

    private bool ReadDynamic()
    {
        var literals = _reader.Read(5) + 257;
        var distances = _reader.Read(5) + 1;
        var lengthCodes = _reader.Read(4) + 4;
        if (literals > DeflateTables.LiteralLengthCodes || distances > DeflateTables.DistanceCodes)
        {
            return false;
        }

        Span<byte> lengths = stackalloc byte[DeflateTables.LiteralLengthCodes + DeflateTables.DistanceCodes];
        lengths.Clear();
        for (var index = 0; index < lengthCodes; index++)
        {
            lengths[DeflateTables.BitLengthOrder[index]] = (byte)_reader.Read(3);
        }

        var lengthDecoder = new PrefixDecoder(lengths[..DeflateTables.BitLengthCodes]);
        if (lengthDecoder.Unused != 0 || !ReadLengths(lengthDecoder, lengths[..(literals + distances)]))
        {
            return false;
        }

        var literalDecoder = new PrefixDecoder(lengths[..literals]);
        var distanceDecoder = new PrefixDecoder(lengths.Slice(literals, distances));
        return lengths[DeflateTables.EndOfBlock] != 0 && IsUsable(literalDecoder) && IsUsable(distanceDecoder)
            && ReadCompressed(literalDecoder, distanceDecoder);
    }

    private static bool IsUsable(PrefixDecoder decoder) =>
        decoder.Unused == 0 || (decoder.Unused > 0 && decoder.IsTrivial);

    private bool ReadLengths(PrefixDecoder decoder, scoped Span<byte> lengths)
    {
        for (var index = 0; index < lengths.Length;)
        {
            var symbol = decoder.Read(ref _reader);
            if (symbol < 0 || _reader.IsPastEnd || (symbol == RepeatLength && index == 0))
            {
                return false;
            }

            if (symbol < RepeatLength)
            {
                lengths[index++] = (byte)symbol;
                continue;
            }

            var count = symbol switch
            {
                RepeatLength => 3 + _reader.Read(2),
                RepeatZero => 3 + _reader.Read(3),
                _ => 11 + _reader.Read(7),
            };
            if (count > lengths.Length - index)
            {
                return false;
            }

            lengths.Slice(index, count).Fill(symbol == RepeatLength ? lengths[index - 1] : (byte)0);
            index += count;
        }

        return true;
    }

    private bool ReadCompressed(PrefixDecoder literals, PrefixDecoder distances)
    {
        while (!_reader.IsPastEnd)
        {
            var symbol = literals.Read(ref _reader);
            if (symbol == DeflateTables.EndOfBlock)
            {
                return true;
            }

            if (symbol is < 0 or >= DeflateTables.LiteralLengthCodes
                || !(symbol < DeflateTables.Literals ? Append(symbol) : ReadMatch(symbol, distances)))
            {
                return false;
            }
        }

        return false;
    }

    private bool Append(int literal)
    {
        if (!Reserve(1))
        {
            return false;
        }

        _content[_length++] = (byte)literal;
        return true;
    }

    private bool ReadMatch(int symbol, PrefixDecoder distances)
    {
        var lengthCode = symbol - DeflateTables.EndOfBlock - 1;
        var length = DeflateTables.MinimumMatch + DeflateTables.LengthBase[lengthCode]
            + _reader.Read(DeflateTables.LengthExtraBits[lengthCode]);
        var distanceCode = distances.Read(ref _reader);
        if (distanceCode < 0)
        {
            return false;
        }

        var distance = 1 + DeflateTables.DistanceBase[distanceCode]
            + _reader.Read(DeflateTables.DistanceExtraBits[distanceCode]);
        if (distance > _length || !Reserve(length))
        {
            return false;
        }

        // One after the other: a match may go on with what it has just written.
        for (; length > 0; length--, _length++)
        {
            _content[_length] = _content[_length - distance];
        }

        return true;
    }

    // The content never grows much beyond what there is.
    private bool Reserve(int count)
    {
        if (count > _maximum - _length)
        {
            return false;
        }

        if (count > _content.Length - _length)
        {
            Array.Resize(ref _content, (int)Math.Min(_maximum, Math.Max(_content.Length * 2L, _length + count)));
        }

        return true;
    }
}
