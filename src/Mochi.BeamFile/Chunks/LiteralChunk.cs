using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Compression;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Chunks;

/// <summary>
/// The chunk <c>LitT</c>: the size of the table and the table compressed (up to OTP 27), or zero and the plain table (from
/// OTP 28 on). The table is a count and for each literal its size and its external term format.
/// </summary>
internal static partial class LiteralChunk
{
    public static void Write(ByteWriter writer, IReadOnlyList<Term> literals, bool plain)
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

    private static void WriteTable(ByteWriter writer, IReadOnlyList<Term> literals)
    {
        writer.WriteInt32(literals.Count);
        foreach (var literal in literals)
        {
            var start = writer.Length;
            writer.WriteUInt32(0);
            ExternalTermWriter.WriteVersioned(writer, literal, TermEncoding.Deterministic);
            writer.PatchUInt32(start, (uint)(writer.Length - start - 4));
        }
    }
}
