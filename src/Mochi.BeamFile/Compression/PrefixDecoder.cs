namespace Mochi.BeamFile.Compression;

/// <summary>
/// A prefix code as its symbols are found by their bits: how many codes there are of each length, and the symbols by the
/// order of their codes.
/// </summary>
internal sealed class PrefixDecoder
{
    private readonly ushort[] _counts = new ushort[HuffmanCode.MaximumLength + 1];
    private readonly ushort[] _symbols;

    /// <summary>Makes the code.</summary>
    /// <param name="lengths">For each symbol the length of its code; zero when it has none.</param>
    public PrefixDecoder(ReadOnlySpan<byte> lengths)
    {
        _symbols = new ushort[lengths.Length];
        foreach (var length in lengths)
        {
            _counts[length]++;
        }

        _counts[0] = 0;
        Span<int> next = stackalloc int[_counts.Length + 1];
        next.Clear();
        for (var length = 1; length < _counts.Length; length++)
        {
            next[length + 1] = next[length] + _counts[length];
        }

        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] != 0)
            {
                _symbols[next[lengths[symbol]]++] = (ushort)symbol;
            }
        }
    }

    /// <summary>
    /// How many codes of the greatest length are left over. A code with fewer than none cannot be told apart; one with
    /// some has bits that mean nothing.
    /// </summary>
    public int Unused
    {
        get
        {
            var unused = 1;
            for (var length = 1; length < _counts.Length && unused >= 0; length++)
            {
                unused = (unused << 1) - _counts[length];
            }

            return unused;
        }
    }

    /// <summary>Whether there is no code, or one of a single bit.</summary>
    public bool IsTrivial
    {
        get
        {
            for (var length = 2; length < _counts.Length; length++)
            {
                if (_counts[length] != 0)
                {
                    return false;
                }
            }

            return _counts[1] <= 1;
        }
    }

    /// <summary>Reads the bits of a symbol.</summary>
    /// <returns>The symbol; -1 when the bits are no code.</returns>
    public int Read(ref BitReader reader)
    {
        var code = 0;
        var first = 0;
        var index = 0;
        for (var length = 1; length < _counts.Length; length++)
        {
            code |= reader.Read(1);
            var count = _counts[length];
            if (code - first < count)
            {
                return _symbols[index + code - first];
            }

            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }

        return -1;
    }
}
