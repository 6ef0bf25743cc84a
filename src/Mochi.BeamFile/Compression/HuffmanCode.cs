namespace Mochi.BeamFile.Compression;

/// <summary>A prefix code: for each symbol its length and its bits, the first bit in the lowest place.</summary>
internal sealed class HuffmanCode
{
    public const int MaximumLength = 15;

    public HuffmanCode(int symbols)
    {
        Lengths = new byte[symbols];
        Bits = new ushort[symbols];
    }

    public byte[] Lengths { get; }

    public ushort[] Bits { get; }

    /// <summary>Gives the symbols up to <paramref name="lastSymbol"/> the canonical codes of their lengths.</summary>
    public void AssignCodes(int lastSymbol)
    {
        Span<int> counts = stackalloc int[MaximumLength + 1];
        Span<int> next = stackalloc int[MaximumLength + 1];
        counts.Clear();
        for (var symbol = 0; symbol <= lastSymbol; symbol++)
        {
            counts[Lengths[symbol]]++;
        }

        counts[0] = 0;
        var code = 0;
        for (var length = 1; length <= MaximumLength; length++)
        {
            code = (code + counts[length - 1]) << 1;
            next[length] = code;
        }

        for (var symbol = 0; symbol <= lastSymbol; symbol++)
        {
            if (Lengths[symbol] != 0)
            {
                Bits[symbol] = Reverse(next[Lengths[symbol]]++, Lengths[symbol]);
            }
        }
    }

    private static ushort Reverse(int code, int length)
    {
        var reversed = 0;
        for (; length > 0; length--, code >>= 1)
        {
            reversed = (reversed << 1) | (code & 1);
        }

        return (ushort)reversed;
    }
}
