using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Chunks;

/// <summary>
/// The chunk <c>Line</c>: a header of five numbers, then the places as compact terms (an integer is the line of the
/// next place; an atom changes the file that the lines are in, first file 0), then the names of the files from 1 on.
/// File 0 is the module's name with <c>.erl</c>.
/// </summary>
internal static class LineChunk
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
        foreach (var (file, line) in CollectionsMarshal.AsSpan(tables.Locations))
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
            if (length > ushort.MaxValue)
            {
                throw new DiagnosticException(new Diagnostic(
                    BeamFileCodes.CannotWrite, DiagnosticSeverity.Error,
                    $"the name of a source file has {length} bytes, more than {ushort.MaxValue}",
                    DiagnosticPlace.None));
            }

            writer.WriteUInt16(length);
            Encoding.UTF8.GetBytes(name, writer.Reserve(length));
        }
    }

    public static LineTable Read(ReadOnlySpan<byte> data, string module)
    {
        var reader = new ByteReader(data, ChunkId.Lines);
        var version = reader.ReadUInt32();
        var flags = reader.ReadUInt32();
        var instructions = reader.ReadUInt32();
        var itemCount = reader.ReadCountAhead(8, "places");
        var nameCount = reader.ReadCountAhead(4, "file names");
        var items = ReadItems(ref reader, itemCount);
        var names = ImmutableArray.CreateBuilder<string>(nameCount + 1);
        names.Add(module + ".erl");
        for (var index = 0; index < nameCount; index++)
        {
            var start = reader.Position;
            names.Add(Utf8Text.TryDecode(reader.ReadBytes(reader.ReadUInt16()))
                ?? throw reader.Error(BeamFileCodes.BadText, "the name of a source file is not valid UTF-8", start));
        }

        var locations = ImmutableArray.CreateBuilder<LocationOperand>(itemCount);
        foreach (var item in items)
        {
            locations.Add(item.File < names.Count
                ? new LocationOperand(names[item.File], item.Line)
                : throw reader.Error(BeamFileCodes.BadIndex, $"source file {item.File} is not in the table", item.Offset));
        }

        return new LineTable(version, flags, instructions, locations.MoveToImmutable(), names.MoveToImmutable());
    }

    private static Item[] ReadItems(ref ByteReader reader, int count)
    {
        var items = new Item[count];
        var file = 0;
        var index = 0;
        while (index < count)
        {
            var start = reader.Position;
            var term = CompactTermReader.Read(ref reader);
            if (term.IsLarge || term.Value is < 0 or > int.MaxValue
                || term.Tag is not (CompactTerm.Integer or CompactTerm.Atom))
            {
                throw reader.Error(BeamFileCodes.BadOperand, "a place in the source is a line or a file", start);
            }

            if (term.Tag == CompactTerm.Atom)
            {
                file = (int)term.Value;
            }
            else
            {
                items[index++] = new Item(file, (int)term.Value, start);
            }
        }

        return items;
    }

    private readonly struct Item(int file, int line, int offset)
    {
        public int File => file;

        public int Line => line;

        /// <summary>Where it stands in the chunk.</summary>
        public int Offset => offset;
    }
}
