using System.Collections.Immutable;
using Mochi.BeamFile.Buffers;

namespace Mochi.BeamFile.Compression;

/// <summary>Compresses whole files with gzip (RFC 1952), as Erlang's <c>zlib:gzip/1</c> does.</summary>
internal static class Gzip
{
    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[] Table = MakeTable();

    /// <summary>The header that OTP writes: deflate, no flags, no time, Unix.</summary>
    private static ReadOnlySpan<byte> UsualHeader => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3];

    /// <summary>Compresses a file.</summary>
    /// <param name="data">The file.</param>
    /// <param name="header">The gzip header to begin with; empty for the one that OTP writes.</param>
    public static byte[] Compress(ReadOnlySpan<byte> data, ReadOnlySpan<byte> header = default)
    {
        using var output = new ByteWriter((data.Length / 2) + 64);
        output.Write(header.IsEmpty ? UsualHeader : header);
        Deflater.Compress(data, new BitWriter(output));
        WriteLittleEndian(output, Checksum(data));
        WriteLittleEndian(output, (uint)data.Length);
        return output.ToArray();
    }

    /// <summary>
    /// The header of a compressed file when it is another than OTP's: with a time, a file name, or another system in it.
    /// The default value for OTP's header and for one that is cut off.
    /// </summary>
    public static ImmutableArray<byte> UnusualHeader(ReadOnlySpan<byte> file)
    {
        var length = HeaderLength(file);
        return length < 0 || file[..length].SequenceEqual(UsualHeader) ? default : [.. file[..length]];
    }

    private static int HeaderLength(ReadOnlySpan<byte> file)
    {
        var length = UsualHeader.Length;
        if (file.Length < length)
        {
            return -1;
        }

        var flags = file[3];
        if ((flags & 4) != 0)
        {
            length += file.Length < length + 2 ? file.Length : 2 + file[length] + (file[length + 1] << 8);
        }

        // A name and a comment, each with a zero at its end.
        for (var texts = (flags >> 3 & 1) + (flags >> 4 & 1); texts > 0; texts--)
        {
            var size = length < file.Length ? file[length..].IndexOf((byte)0) : -1;
            if (size < 0)
            {
                return -1;
            }

            length += size + 1;
        }

        length += flags & 2;
        return length <= file.Length ? length : -1;
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
