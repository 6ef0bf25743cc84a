namespace Mochi.BeamFile.Compression;

/// <summary>
/// Builds the prefix code of a block from how often its symbols occur. Among symbols that occur equally often the one
/// with the shallower subtree comes first: this tie-break decides the code, and zlib's has to be met.
/// </summary>
internal sealed class HuffmanBuilder
{
    // A weight is how often the symbols of a node occur, and below that the depth of its subtree.
    private const int DepthBits = 10;
    private const int DepthMask = (1 << DepthBits) - 1;

    private readonly byte[] _extraBits;
    private readonly int _extraBase;
    private readonly int _maximumLength;
    private readonly HuffmanCode? _fixedCode;
    private readonly int[] _parents;
    private readonly int[] _lengths;
    private readonly int[] _weights;
    private readonly int[] _heap;
    private int _heapLength;
    private int _sortedFrom;

    public HuffmanBuilder(int symbols, byte[] extraBits, int extraBase, int maximumLength, HuffmanCode? fixedCode)
    {
        Frequencies = new int[symbols];
        Code = new HuffmanCode(symbols + 1);
        _extraBits = extraBits;
        _extraBase = extraBase;
        _maximumLength = maximumLength;
        _fixedCode = fixedCode;
        var nodes = (2 * symbols) + 1;
        _parents = new int[nodes];
        _lengths = new int[nodes];
        _weights = new int[nodes];
        _heap = new int[nodes + 1];
    }

    /// <summary>How often each symbol occurs in the block.</summary>
    public int[] Frequencies { get; }

    /// <summary>The code that <see cref="Build"/> made.</summary>
    public HuffmanCode Code { get; }

    /// <summary>The greatest symbol that has a code.</summary>
    public int LastSymbol { get; private set; }

    /// <summary>Bits that the symbols take with the code made, extra bits included.</summary>
    public long DynamicBits { get; private set; }

    /// <summary>Bits that they would take with the fixed code.</summary>
    public long FixedBits { get; private set; }

    public void Build()
    {
        DynamicBits = 0;
        FixedBits = 0;
        CollectSymbols();
        for (var index = _heapLength / 2; index >= 1; index--)
        {
            SiftDown(index);
        }

        MergeNodes();
        LimitLengths();
        Code.AssignCodes(LastSymbol);
    }

    private void CollectSymbols()
    {
        _heapLength = 0;
        _sortedFrom = _heap.Length;
        LastSymbol = -1;
        Array.Clear(_lengths);
        for (var symbol = 0; symbol < Frequencies.Length; symbol++)
        {
            _weights[symbol] = Frequencies[symbol] << DepthBits;
            if (Frequencies[symbol] != 0)
            {
                _heap[++_heapLength] = symbol;
                LastSymbol = symbol;
            }
        }

        // A code needs two symbols; those added to reach that are not counted as written.
        while (_heapLength < 2)
        {
            var symbol = LastSymbol < 2 ? ++LastSymbol : 0;
            _heap[++_heapLength] = symbol;
            _weights[symbol] = 1 << DepthBits;
            DynamicBits--;
            FixedBits -= _fixedCode?.Lengths[symbol] ?? 0;
        }
    }

    private void MergeNodes()
    {
        var node = Frequencies.Length;
        do
        {
            var first = _heap[1];
            _heap[1] = _heap[_heapLength--];
            SiftDown(1);
            var second = _heap[1];
            _heap[--_sortedFrom] = first;
            _heap[--_sortedFrom] = second;
            _weights[node] = Merge(_weights[first], _weights[second]);
            _parents[first] = node;
            _parents[second] = node;
            _heap[1] = node++;
            SiftDown(1);
        }
        while (_heapLength >= 2);

        _heap[--_sortedFrom] = _heap[1];
    }

    private void LimitLengths()
    {
        Span<int> counts = stackalloc int[HuffmanCode.MaximumLength + 1];
        counts.Clear();
        var overflow = 0;
        _lengths[_heap[_sortedFrom]] = 0;
        for (var index = _sortedFrom + 1; index < _heap.Length; index++)
        {
            var node = _heap[index];
            var length = _lengths[_parents[node]] + 1;
            if (length > _maximumLength)
            {
                length = _maximumLength;
                overflow++;
            }

            _lengths[node] = length;
            if (node <= LastSymbol && node < Frequencies.Length)
            {
                counts[length]++;
                CountBits(node, length);
            }
        }

        if (overflow > 0)
        {
            Rebalance(counts, overflow);
        }

        for (var symbol = 0; symbol < Frequencies.Length; symbol++)
        {
            Code.Lengths[symbol] = (byte)_lengths[symbol];
        }
    }

    private void CountBits(int symbol, int length)
    {
        var extra = symbol >= _extraBase ? _extraBits[symbol - _extraBase] : 0;
        DynamicBits += (long)(_weights[symbol] >> DepthBits) * (length + extra);
        if (_fixedCode is not null)
        {
            FixedBits += (long)(_weights[symbol] >> DepthBits) * (_fixedCode.Lengths[symbol] + extra);
        }
    }

    private void Rebalance(Span<int> counts, int overflow)
    {
        do
        {
            var length = _maximumLength - 1;
            while (counts[length] == 0)
            {
                length--;
            }

            counts[length]--;
            counts[length + 1] += 2;
            counts[_maximumLength]--;
            overflow -= 2;
        }
        while (overflow > 0);

        var index = _heap.Length;
        for (var length = _maximumLength; length > 0; length--)
        {
            for (var left = counts[length]; left > 0;)
            {
                var symbol = _heap[--index];
                if (symbol > LastSymbol)
                {
                    continue;
                }

                DynamicBits += (long)(length - _lengths[symbol]) * (_weights[symbol] >> DepthBits);
                _lengths[symbol] = length;
                left--;
            }
        }
    }

    private static int Merge(int left, int right) =>
        (left & ~DepthMask) + (right & ~DepthMask) + Math.Max(left & DepthMask, right & DepthMask) + 1;

    private void SiftDown(int index)
    {
        var moved = _heap[index];
        var weight = _weights[moved];
        for (var child = index * 2; child <= _heapLength; child *= 2)
        {
            var smaller = _weights[_heap[child]];
            if (child < _heapLength && _weights[_heap[child + 1]] is var other && other <= smaller)
            {
                child++;
                smaller = other;
            }

            if (weight <= smaller)
            {
                break;
            }

            _heap[index] = _heap[child];
            index = child;
        }

        _heap[index] = moved;
    }
}
