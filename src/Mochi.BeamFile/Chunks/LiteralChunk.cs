using System.Collections.Immutable;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Compression;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Chunks;

/// <summary>
/// The chunk <c>LitT</c>: the size of the table and the table compressed (up to OTP 27), or zero and the plain table
/// (from OTP 28 on). The table is a count and for each literal its size and its external term format.
/// </summary>
internal static class LiteralChunk
{
    public static void Write(ByteWriter writer, ReadOnlySpan<Term> literals, bool plain)
    {
        if (plain)
        {
            writer.WriteUInt32(0);
            WriteTable(writer, literals);
            return;
        }

        using var table = new ByteWriter(4096);
        WriteTable(table, literals);
        writer.WriteInt32(table.Length);
        Zlib.Compress(table.Written, writer);
    }

    private static void WriteTable(ByteWriter writer, ReadOnlySpan<Term> literals)
    {
        writer.WriteInt32(literals.Length);
        foreach (var literal in literals)
        {
            var start = writer.Length;
            writer.WriteUInt32(0);
            ExternalTermWriter.WriteVersioned(writer, literal, TermEncoding.Deterministic);
            writer.PatchUInt32(start, (uint)(writer.Length - start - 4));
        }
    }

    public static LiteralTable Read(ReadOnlyMemory<byte> data, ReadLimits limits)
    {
        var table = Table(data, limits, out var start);
        return new LiteralTable(ReadTable(table, start, limits), IsPlain: start > 0);
    }

    /// <summary>How many bytes each literal takes in the table, its size before it included.</summary>
    /// <param name="data">The chunk.</param>
    /// <param name="limits">What is allowed.</param>
    /// <param name="rest">How many bytes follow the last literal.</param>
    public static int[] ReadSizes(ReadOnlyMemory<byte> data, ReadLimits limits, out int rest)
    {
        var table = Table(data, limits, out var start);
        var reader = new ByteReader(table.Span, ChunkId.Literals, start);
        var sizes = new int[reader.ReadCount(6, "literals")];
        for (var index = 0; index < sizes.Length; index++)
        {
            var size = reader.ReadCount(1, "bytes of a literal");
            reader.ReadBytes(size);
            sizes[index] = sizeof(uint) + size;
        }

        rest = reader.Remaining;
        return sizes;
    }

    // A plain table is a part of the chunk, which offsets are counted from; one that was compressed stands for itself.
    private static ReadOnlyMemory<byte> Table(ReadOnlyMemory<byte> data, ReadLimits limits, out int start)
    {
        var reader = new ByteReader(data.Span, ChunkId.Literals);
        var size = reader.ReadUInt32();
        start = size == 0 ? sizeof(uint) : 0;
        if (size == 0)
        {
            return data;
        }

        var stream = data[sizeof(uint)..];
        if (size > limits.InflatedSize || size > (long)stream.Length * limits.InflateRatio)
        {
            throw reader.Error(
                BeamFileCodes.LimitExceeded,
                $"literals compressed to {stream.Length} bytes claim to be {size} bytes", 0);
        }

        // Loaders accept a declared size that is too large; a smaller one is an error for them as well.
        return Zlib.TryDecompressUpTo(stream, (int)size)
            ?? throw reader.Error(BeamFileCodes.BadCompression, "the compressed literals are damaged", 4);
    }

    private static ImmutableArray<Term> ReadTable(ReadOnlyMemory<byte> table, int start, ReadLimits limits)
    {
        var reader = new ByteReader(table.Span, ChunkId.Literals, start);
        var count = reader.ReadCount(6, "literals");
        var terms = ImmutableArray.CreateBuilder<Term>(count);
        var buffers = new TermReadingBuffers();
        for (var index = 0; index < count; index++)
        {
            var size = reader.ReadCount(1, "bytes of a literal");
            var position = reader.Position;
            terms.Add(ExternalTermReader.ReadVersioned(
                table[..(position + size)], ChunkId.Literals, ref position, limits, buffers));
            reader.ReadBytes(size);
        }

        return terms.MoveToImmutable();
    }
}
