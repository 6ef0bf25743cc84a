namespace Mochi.BeamFile.Compression;

/// <summary>The codes of deflate for lengths and distances, and its fixed codes (RFC 1951).</summary>
internal static class DeflateTables
{
    public const int Literals = 256;
    public const int EndOfBlock = 256;
    public const int LiteralLengthCodes = 286;
    public const int DistanceCodes = 30;
    public const int BitLengthCodes = 19;
    public const int MinimumMatch = 3;
    public const int MaximumMatch = 258;

    public static readonly byte[] LengthExtraBits =
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    public static readonly byte[] DistanceExtraBits =
        [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    public static readonly byte[] BitLengthExtraBits = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 7];

    public static readonly byte[] BitLengthOrder =
        [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>The code of each match length, less the minimum.</summary>
    public static readonly byte[] LengthCode = new byte[MaximumMatch - MinimumMatch + 1];

    /// <summary>The shortest match length of each code, less the minimum.</summary>
    public static readonly int[] LengthBase = new int[LengthExtraBits.Length];

    /// <summary>The shortest distance of each code, less 1.</summary>
    public static readonly int[] DistanceBase = new int[DistanceCodes];

    public static readonly HuffmanCode FixedLiteralLength = MakeFixedLiteralLength();
    public static readonly HuffmanCode FixedDistance = MakeFixedDistance();

    private static readonly byte[] NearDistanceCode = new byte[256];
    private static readonly byte[] FarDistanceCode = new byte[256];

#pragma warning disable CA1810 // The tables depend on each other.
    static DeflateTables()
#pragma warning restore CA1810
    {
        var length = 0;
        for (var code = 0; code < LengthExtraBits.Length - 1; code++)
        {
            LengthBase[code] = length;
            for (var count = 1 << LengthExtraBits[code]; count > 0 && length < LengthCode.Length; count--)
            {
                LengthCode[length++] = (byte)code;
            }
        }

        // The longest match has a code of its own although the code before could say it.
        LengthCode[^1] = (byte)(LengthExtraBits.Length - 1);
        LengthBase[^1] = LengthCode.Length - 1;

        var distance = 0;
        for (var code = 0; code < DistanceCodes; code++)
        {
            DistanceBase[code] = distance;
            for (var count = 1 << DistanceExtraBits[code]; count > 0; count--, distance++)
            {
                if (distance < 256)
                {
                    NearDistanceCode[distance] = (byte)code;
                }

                FarDistanceCode[distance >> 7] = (byte)code;
            }
        }
    }

    /// <summary>The code of a distance, less 1.</summary>
    public static int DistanceCode(int distance) =>
        distance < 256 ? NearDistanceCode[distance] : FarDistanceCode[distance >> 7];

    private static HuffmanCode MakeFixedLiteralLength()
    {
        var code = new HuffmanCode(288);
        for (var symbol = 0; symbol < 288; symbol++)
        {
            code.Lengths[symbol] = (byte)(symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8);
        }

        code.AssignCodes(287);
        return code;
    }

    private static HuffmanCode MakeFixedDistance()
    {
        var code = new HuffmanCode(DistanceCodes);
        for (var symbol = 0; symbol < code.Lengths.Length; symbol++)
        {
            code.Lengths[symbol] = 5;
        }

        code.AssignCodes(DistanceCodes - 1);
        return code;
    }
}
