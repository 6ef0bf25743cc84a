using System.Buffers.Binary;
using System.Numerics;

namespace Mochi.BeamFile.Compression;

/// <summary>
/// Compresses as classic zlib does at level 6, byte for byte: the MD5 of a module covers compressed literals, so
/// another compressor would give another module version. The platform's own zlib is a different one.
/// </summary>
/// <remarks>
/// The window of zlib is a buffer of 64 KiB whose upper half moves down from time to time. Here the whole input is at
/// hand and positions are absolute; <c>_base</c> is where zlib's buffer would begin, because a string at that very
/// place or before cannot be found any more.
/// </remarks>
internal ref struct Deflater
{
    private const int WindowSize = DeflateBuffers.WindowSize;
    private const int WindowMask = WindowSize - 1;
    private const int HashSize = DeflateBuffers.HashSize;
    private const int HashShift = 5;
    private const int MinimumLookahead = DeflateTables.MaximumMatch + DeflateTables.MinimumMatch + 1;
    private const int MaximumDistance = WindowSize - MinimumLookahead;
    private const int TooFar = 4096;
    private const int GoodLength = 8;
    private const int LazyLength = 16;
    private const int NiceLength = 128;
    private const int ChainLength = 128;
    private const int NoMatch = DeflateTables.MinimumMatch - 1;

    private readonly ReadOnlySpan<byte> _input;
    private readonly int[] _heads;
    private readonly int[] _previous;
    private readonly int _origin;
    private readonly DeflateBlock _block;
    private readonly BitWriter _output;
    private int _base;
    private int _filled;
    private int _position;
    private int _blockStart;
    private int _matchStart;

    private Deflater(ReadOnlySpan<byte> input, DeflateBuffers buffers, BitWriter output)
    {
        _input = input;
        _block = buffers.Block;
        _previous = buffers.Previous;
        _heads = buffers.Heads;
        _origin = buffers.Reserve(input.Length);
        _output = output;
    }

    private readonly int Lookahead => _filled - _position;

    /// <summary>Writes a whole deflate stream.</summary>
    public static void Compress(ReadOnlySpan<byte> input, BitWriter output)
    {
        var buffers = DeflateBuffers.Rent();
        new Deflater(input, buffers, output).Run();
        buffers.Return();
    }

    private void Run()
    {
        var matchLength = NoMatch;
        var literalPending = false;
        while (true)
        {
            if (Lookahead < MinimumLookahead)
            {
                Fill();
                if (Lookahead == 0)
                {
                    break;
                }
            }

            var candidate = Lookahead >= DeflateTables.MinimumMatch ? Insert(_position) : -1;
            var previousLength = matchLength;
            var previousStart = _matchStart;
            matchLength = NoMatch;
            if (candidate > _base && previousLength < LazyLength && _position - candidate <= MaximumDistance)
            {
                matchLength = FindLongest(candidate, previousLength);
                if (matchLength == DeflateTables.MinimumMatch && _position - _matchStart > TooFar)
                {
                    matchLength = NoMatch;
                }
            }

            if (previousLength >= DeflateTables.MinimumMatch && matchLength <= previousLength)
            {
                TakePrevious(previousLength, previousStart);
                literalPending = false;
                matchLength = NoMatch;
                continue;
            }

            if (literalPending && _block.AddLiteral(_input[_position - 1]))
            {
                Flush(isLast: false);
            }

            literalPending = true;
            _position++;
        }

        if (literalPending)
        {
            _block.AddLiteral(_input[_position - 1]);
        }

        Flush(isLast: true);
    }

    /// <summary>Writes the match that began one byte ago, and enters the strings that it covers.</summary>
    private void TakePrevious(int length, int start)
    {
        var lastInsert = _position + Lookahead - DeflateTables.MinimumMatch;
        var isFull = _block.AddMatch(_position - 1 - start, length);
        for (var count = length - 2; count > 0; count--)
        {
            if (++_position <= lastInsert)
            {
                Insert(_position);
            }
        }

        _position++;
        if (isFull)
        {
            Flush(isLast: false);
        }
    }

    private void Fill()
    {
        do
        {
            if (_position - _base >= WindowSize + MaximumDistance)
            {
                _base += WindowSize;
            }

            _filled = Math.Min(_input.Length, _base + (2 * WindowSize));
        }
        while (Lookahead < MinimumLookahead && _filled < _input.Length);
    }

    /// <summary>Enters the string at a position; gives the position of the one before with the same hash.</summary>
    private readonly int Insert(int position)
    {
        var text = _input.Slice(position, DeflateTables.MinimumMatch);
        var hash = ((text[0] << (2 * HashShift)) ^ (text[1] << HashShift) ^ text[2]) & (HashSize - 1);
        var head = _heads[hash] - _origin;
        _heads[hash] = _origin + position;
        _previous[position & WindowMask] = head;
        return head;
    }

    private int FindLongest(int candidate, int bestLength)
    {
        var chain = bestLength >= GoodLength ? ChainLength >> 2 : ChainLength;
        var limit = Math.Max(_position - MaximumDistance, _base);
        var lookahead = Lookahead;
        var nice = Math.Min(NiceLength, lookahead);
        var scan = _input.Slice(_position, Math.Min(DeflateTables.MaximumMatch, lookahead));
        if (bestLength >= scan.Length)
        {
            return Math.Min(bestLength, lookahead);
        }

        // Most candidates differ where a longer match would end: these two bytes are looked at first.
        var input = _input;
        var previous = _previous;
        var end = BinaryPrimitives.ReadUInt16LittleEndian(scan[(bestLength - 1)..]);
        do
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(input[(candidate + bestLength - 1)..]) == end)
            {
                var length = CommonLength(scan, input.Slice(candidate, scan.Length));
                if (length > bestLength)
                {
                    _matchStart = candidate;
                    bestLength = length;
                    if (length >= nice)
                    {
                        break;
                    }

                    end = BinaryPrimitives.ReadUInt16LittleEndian(scan[(bestLength - 1)..]);
                }
            }

            candidate = previous[candidate & WindowMask];
        }
        while (candidate > limit && --chain != 0);

        return Math.Min(bestLength, lookahead);
    }

    private static int CommonLength(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var length = 0;
        for (; left.Length - length >= 8; length += 8)
        {
            var difference = BinaryPrimitives.ReadUInt64LittleEndian(left[length..])
                ^ BinaryPrimitives.ReadUInt64LittleEndian(right[length..]);
            if (difference != 0)
            {
                return length + (BitOperations.TrailingZeroCount(difference) >> 3);
            }
        }

        while (length < left.Length && left[length] == right[length])
        {
            length++;
        }

        return length;
    }

    private void Flush(bool isLast)
    {
        _block.Flush(_output, _input[_blockStart.._position], _blockStart >= _base, isLast);
        _blockStart = _position;
    }
}
