using Mochi.BeamFile.Buffers;

namespace Mochi.BeamFile.Compression;

/// <summary>Compresses whole files with gzip (RFC 1952), as Erlang's <c>zlib:gzip/1</c> does.</summary>
internal static class Gzip
{
    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[] Table = MakeTable();

    public static byte[] Compress(ReadOnlySpan<byte> data)
    {
        using var output = new ByteWriter((data.Length / 2) + 64);
        output.Write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]);
        Deflater.Compress(data, new BitWriter(output));
        WriteLittleEndian(output, Checksum(data));
        WriteLittleEndian(output, (uint)data.Length);
        return output.ToArray();
    }

    private static void WriteLittleEndian(ByteWriter output, uint value)
    {
        for (var shift = 0; shift < 32; shift += 8)
        {
            output.WriteByte((byte)(value >> shift));
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        var sum = ~0u;
        foreach (var value in data)
        {
            sum = Table[(byte)(sum ^ value)] ^ (sum >> 8);
        }

        return ~sum;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint index = 0; index < 256; index++)
        {
            var value = index;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
            }

            table[index] = value;
        }

        return table;
    }
}
