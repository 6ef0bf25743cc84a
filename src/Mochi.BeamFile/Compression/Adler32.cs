namespace Mochi.BeamFile.Compression;

/// <summary>The checksum that ends a zlib stream (RFC 1950).</summary>
internal static class Adler32
{
    private const uint Modulus = 65521;

    // The most bytes whose sums cannot overflow 32 bits.
    private const int Stride = 5552;

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        uint low = 1;
        uint high = 0;
        while (!data.IsEmpty)
        {
            var part = data[..Math.Min(Stride, data.Length)];
            foreach (var value in part)
            {
                low += value;
                high += low;
            }

            low %= Modulus;
            high %= Modulus;
            data = data[part.Length..];
        }

        return (high << 16) | low;
    }
}
