using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Chunks;

/// <summary>Reads the fields that the tables of a file have in common.</summary>
internal static class TableReading
{
    /// <summary>Reads the number of an atom and gives its text.</summary>
    public static string Atom(ref ByteReader reader, AtomTable atoms)
    {
        var start = reader.Position;
        var index = reader.ReadUInt32();
        return index - 1 < (uint)atoms.Names.Length
            ? atoms.Names[(int)index - 1]
            : throw reader.Error(
                BeamFileCodes.BadIndex, $"atom {index} is not in the table of {atoms.Names.Length} atoms", start);
    }

    /// <summary>Reads a number that cannot be as large as its 32 bits allow.</summary>
    public static int Number(ref ByteReader reader)
    {
        var start = reader.Position;
        var value = reader.ReadUInt32();
        return value <= int.MaxValue
            ? (int)value
            : throw reader.Error(BeamFileCodes.BadCount, $"the number {value} is too large", start);
    }
}
