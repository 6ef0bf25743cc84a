using System.IO.Compression;
using Mochi.BeamFile.Buffers;

namespace Mochi.BeamFile.Compression;

/// <summary>zlib streams (RFC 1950), written as classic zlib writes them at level 6 and read within bounds.</summary>
public static class Zlib
{
    private const int SmallStream = 2048;

    /// <summary>Compresses with classic zlib's level 6: the same bytes as Erlang's <c>zlib:compress/1</c>.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> data)
    {
        using var output = new ByteWriter((data.Length / 2) + 64);
        Compress(data, output);
        return output.ToArray();
    }

    /// <summary>Reads a stream whose content has a known size.</summary>
    /// <param name="stream">The stream; bytes after its end are allowed.</param>
    /// <param name="size">The size of the content; the caller has made sure that it is acceptable.</param>
    /// <returns>The content, or <see langword="null"/> when the stream is damaged or does not have that size.</returns>
    public static byte[]? TryDecompress(ReadOnlyMemory<byte> stream, int size)
    {
        var content = TryDecompressUpTo(stream, size);
        return content is null || content.Length != size ? null : content;
    }

    internal static void Compress(ReadOnlySpan<byte> data, ByteWriter output)
    {
        output.WriteUInt16(0x789C);
        Deflater.Compress(data, new BitWriter(output));
        output.WriteUInt32(Adler32.Compute(data));
    }

    /// <summary>
    /// Reads a stream; <see langword="null"/> when it is damaged or its content is larger than allowed.
    /// </summary>
    internal static byte[]? TryDecompressUpTo(ReadOnlyMemory<byte> stream, int maximum) =>
        stream.Length <= SmallStream ? Inflater.TryExpand(stream.Span, maximum) : TryDecompressLarge(stream, maximum);

    /// <summary>Does the same with what the platform has.</summary>
    internal static byte[]? TryDecompressLarge(ReadOnlyMemory<byte> stream, int maximum)
    {
        using var source = Open(stream);
        using var inflater = new ZLibStream(source, CompressionMode.Decompress);
        return Drain(inflater, stream.Length, maximum);
    }

    internal static MemoryStream Open(ReadOnlyMemory<byte> data) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(data, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(data.ToArray(), writable: false);

    /// <summary>
    /// Reads to the end; <see langword="null"/> when the data is damaged or there is more than allowed.
    /// </summary>
    internal static byte[]? Drain(Stream inflater, int compressedLength, int maximum)
    {
        // Deflate cannot expand more than about 1032 times, so this never reserves much more than there can be.
        using var content = new ByteWriter((int)Math.Min(maximum + 1L, (compressedLength * 4L) + 64));
        var buffer = new byte[8192];
        try
        {
            for (int read; (read = inflater.Read(buffer)) > 0;)
            {
                if (content.Length + (long)read > maximum)
                {
                    return null;
                }

                content.Write(buffer.AsSpan(0, read));
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            // The second is what .NET throws when a stream asks for a preset dictionary.
            return null;
        }

        return content.ToArray();
    }
}
