using System.Text;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Chunks;

/// <summary>
/// The chunk <c>Line</c>: a header of five numbers, then the places as compact terms (an integer is the line of the next
/// place; an atom changes the file that the lines are in, first file 0), then the names of the files from 1 on.
/// File 0 is the module's name with <c>.erl</c>.
/// </summary>
internal static partial class LineChunk
{
    /// <summary>Set in the flags when the code has <c>executable_line</c>.</summary>
    public const uint ExecutableLineFlag = 1;

    public static void Write(ByteWriter writer, SymbolTables tables, uint flags, uint instructions)
    {
        writer.WriteUInt32(0);
        writer.WriteUInt32(flags);
        writer.WriteUInt32(instructions);
        writer.WriteInt32(tables.Locations.Count);
        writer.WriteInt32(tables.FileNames.Count - 1);
        var current = 0;
        foreach (var (file, line) in tables.Locations)
        {
            if (file != current)
            {
                CompactTerm.Write(writer, CompactTerm.Atom, file);
                current = file;
            }

            CompactTerm.Write(writer, CompactTerm.Integer, line);
        }

        for (var index = 1; index < tables.FileNames.Count; index++)
        {
            var name = tables.FileNames[index];
            var length = Encoding.UTF8.GetByteCount(name);
            writer.WriteUInt16(length);
            Encoding.UTF8.GetBytes(name, writer.Reserve(length));
        }
    }
}
