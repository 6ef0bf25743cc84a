namespace Mochi.BeamFile.Compression;

/// <summary>
/// Collects literals and matches and writes them as a block: stored, with the fixed codes or with codes of its own,
/// whichever zlib's count of bits says is smallest.
/// </summary>
internal sealed class DeflateBlock
{
    // zlib's buffer for level 6 has room for 16384 symbols and is flushed one before it is full.
    private const int Capacity = 16383;

    private readonly ushort[] _distances = new ushort[Capacity];
    private readonly byte[] _values = new byte[Capacity];
    private readonly HuffmanBuilder _literalLength = new(
        DeflateTables.LiteralLengthCodes, DeflateTables.LengthExtraBits, DeflateTables.Literals + 1, 15,
        DeflateTables.FixedLiteralLength);

    private readonly HuffmanBuilder _distance = new(
        DeflateTables.DistanceCodes, DeflateTables.DistanceExtraBits, 0, 15, DeflateTables.FixedDistance);

    private readonly HuffmanBuilder _bitLength = new(
        DeflateTables.BitLengthCodes, DeflateTables.BitLengthExtraBits, 0, 7, null);

    private readonly List<(int Symbol, int Extra, int ExtraBits)> _runs = new(capacity: 64);
    private int _count;

    /// <summary>Adds a literal; true when the block is full.</summary>
    public bool AddLiteral(byte value)
    {
        _distances[_count] = 0;
        _values[_count] = value;
        _literalLength.Frequencies[value]++;
        return ++_count == Capacity;
    }

    /// <summary>Adds a match; true when the block is full.</summary>
    public bool AddMatch(int distance, int length)
    {
        _distances[_count] = (ushort)distance;
        _values[_count] = (byte)(length - DeflateTables.MinimumMatch);
        _literalLength.Frequencies[
            DeflateTables.LengthCode[length - DeflateTables.MinimumMatch] + DeflateTables.Literals + 1]++;
        _distance.Frequencies[DeflateTables.DistanceCode(distance - 1)]++;
        return ++_count == Capacity;
    }

    /// <summary>Writes the block and starts a new one.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="source">The bytes that it stands for.</param>
    /// <param name="canStore">Whether zlib would still have them all in its window.</param>
    /// <param name="isLast">Whether it is the last block.</param>
    public void Flush(BitWriter output, ReadOnlySpan<byte> source, bool canStore, bool isLast)
    {
        _literalLength.Frequencies[DeflateTables.EndOfBlock] = 1;
        _literalLength.Build();
        _distance.Build();
        var lastBitLength = BuildBitLengths();
        var dynamicBits = _literalLength.DynamicBits + _distance.DynamicBits + _bitLength.DynamicBits
            + (3 * (lastBitLength + 1)) + 5 + 5 + 4;
        var fixedBytes = (_literalLength.FixedBits + _distance.FixedBits + 3 + 7) >> 3;
        var bestBytes = Math.Min((dynamicBits + 3 + 7) >> 3, fixedBytes);
        var last = isLast ? 1 : 0;
        if (canStore && source.Length + 4 <= bestBytes)
        {
            output.Write(last, 3);
            output.Align();
            output.WriteUInt16LittleEndian(source.Length);
            output.WriteUInt16LittleEndian(~source.Length);
            output.WriteBytes(source);
        }
        else if (fixedBytes == bestBytes)
        {
            output.Write((1 << 1) + last, 3);
            WriteSymbols(output, DeflateTables.FixedLiteralLength, DeflateTables.FixedDistance);
        }
        else
        {
            output.Write((2 << 1) + last, 3);
            WriteCodes(output, lastBitLength);
            WriteSymbols(output, _literalLength.Code, _distance.Code);
        }

        if (isLast)
        {
            output.Align();
        }

        Array.Clear(_literalLength.Frequencies);
        Array.Clear(_distance.Frequencies);
        _count = 0;
    }

    private int BuildBitLengths()
    {
        Array.Clear(_bitLength.Frequencies);
        _runs.Clear();
        AddRuns(_literalLength);
        AddRuns(_distance);
        _bitLength.Build();
        var last = DeflateTables.BitLengthCodes - 1;
        while (last > 3 && _bitLength.Code.Lengths[DeflateTables.BitLengthOrder[last]] == 0)
        {
            last--;
        }

        return last;
    }

    /// <summary>Describes the lengths of a code as runs of equal lengths.</summary>
    private void AddRuns(HuffmanBuilder builder)
    {
        var lengths = builder.Code.Lengths;
        var previous = -1;
        for (var symbol = 0; symbol <= builder.LastSymbol;)
        {
            var length = lengths[symbol];
            var limit = length == 0 ? 138 : previous == length ? 6 : 7;
            var count = 1;
            while (count < limit && symbol + count <= builder.LastSymbol && lengths[symbol + count] == length)
            {
                count++;
            }

            AddRun(length, count, previous == length);
            symbol += count;
            previous = length;
        }
    }

    private void AddRun(int length, int count, bool repeatsPrevious)
    {
        var minimum = length == 0 || repeatsPrevious ? 3 : 4;
        if (count < minimum)
        {
            for (; count > 0; count--)
            {
                AddRunSymbol(length, 0, 0);
            }
        }
        else if (length != 0)
        {
            if (!repeatsPrevious)
            {
                AddRunSymbol(length, 0, 0);
                count--;
            }

            AddRunSymbol(16, count - 3, 2);
        }
        else if (count <= 10)
        {
            AddRunSymbol(17, count - 3, 3);
        }
        else
        {
            AddRunSymbol(18, count - 11, 7);
        }
    }

    private void AddRunSymbol(int symbol, int extra, int extraBits)
    {
        _bitLength.Frequencies[symbol]++;
        _runs.Add((symbol, extra, extraBits));
    }

    private void WriteCodes(BitWriter output, int lastBitLength)
    {
        output.Write(_literalLength.LastSymbol + 1 - 257, 5);
        output.Write(_distance.LastSymbol + 1 - 1, 5);
        output.Write(lastBitLength + 1 - 4, 4);
        for (var rank = 0; rank <= lastBitLength; rank++)
        {
            output.Write(_bitLength.Code.Lengths[DeflateTables.BitLengthOrder[rank]], 3);
        }

        foreach (var (symbol, extra, extraBits) in _runs)
        {
            output.Write(_bitLength.Code, symbol);
            output.Write(extra, extraBits);
        }
    }

    private void WriteSymbols(BitWriter output, HuffmanCode literalLength, HuffmanCode distance)
    {
        for (var index = 0; index < _count; index++)
        {
            int value = _values[index];
            if (_distances[index] == 0)
            {
                output.Write(literalLength, value);
                continue;
            }

            var code = DeflateTables.LengthCode[value];
            output.Write(literalLength, code + DeflateTables.Literals + 1);
            output.Write(value - DeflateTables.LengthBase[code], DeflateTables.LengthExtraBits[code]);
            var back = _distances[index] - 1;
            var distanceCode = DeflateTables.DistanceCode(back);
            output.Write(distance, distanceCode);
            output.Write(
                back - DeflateTables.DistanceBase[distanceCode], DeflateTables.DistanceExtraBits[distanceCode]);
        }

        output.Write(literalLength, DeflateTables.EndOfBlock);
    }
}
