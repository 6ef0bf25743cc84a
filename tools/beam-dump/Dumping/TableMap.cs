using System.Globalization;
using System.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Dumping;

/// <summary>Says what each byte of the tables means.</summary>
/// <param name="chunks">The tables that entries point into.</param>
internal sealed class TableMap(BeamChunks chunks)
{
    /// <summary>Walks through <c>AtU8</c> or <c>Atom</c>.</summary>
    public static void Atoms(ByteMap map, bool isLatin)
    {
        var declared = (int)map.PeekUInt32();
        var isLong = declared < 0 && !isLatin;
        var count = Math.Abs((long)declared);
        map.Take(4, Text($"{count} atoms{(isLong ? ", long lengths" : "")}"));
        for (var index = 1L; index <= count; index++)
        {
            var length = isLong ? map.PeekCompact() : new CompactNumber(0, map.Peek(), 1);
            var size = length.Value >= 0 && length.Value <= map.End ? (int)length.Value : throw new UnexpectedBytesException();
            var text = (isLatin ? Encoding.Latin1 : Encoding.UTF8).GetString(map.PeekBytes(length.Size, size));
            map.Take(length.Size, Text($"{size} bytes"));
            map.Take(size, Text($"atom {index} {TermPrinter.Atom(text)}"));
        }
    }

    /// <summary>Walks through <c>ImpT</c>.</summary>
    public void Imports(ByteMap map) => Entries(map, "imports", "import", ["module", "function", "arity"]);

    /// <summary>Walks through <c>ExpT</c> or <c>LocT</c>.</summary>
    public void Functions(ByteMap map) => Entries(map, "functions", "function", ["function", "arity", "label"]);

    /// <summary>Walks through <c>FunT</c>.</summary>
    public void Lambdas(ByteMap map) => Entries(
        map, "lambdas", "lambda", ["function", "arity", "label", "number", "captured values", "OldUniq"]);

    /// <summary>Walks through <c>LitT</c>.</summary>
    public static void Literals(ByteMap map)
    {
        var size = map.PeekUInt32();
        if (size == 0)
        {
            map.Take(4, "not compressed");
            LiteralTable(map);
            return;
        }

        map.Take(4, Text($"{size} bytes when inflated"));
        TermMap.Inflated(map, size, LiteralTable);
    }

    /// <summary>Walks through <c>Line</c>.</summary>
    public static void Lines(ByteMap map)
    {
        map.Take(4, Text($"version {map.PeekUInt32()}"));
        map.Take(4, Text($"flags {map.PeekUInt32()}"));
        map.Take(4, Text($"{map.PeekUInt32()} instructions that give a place"));
        var places = map.PeekUInt32();
        map.Take(4, Text($"{places} places"));
        var files = map.PeekUInt32();
        map.Take(4, Text($"{files} file names"));
        for (var place = 1L; place <= places;)
        {
            var item = map.PeekCompact();
            map.Take(item.Size, item.Tag == 2 ? Text($"file {item.Value} from here on") : Text($"place {place}: line {item.Value}"));
            place += item.Tag == 2 ? 0 : 1;
        }

        for (var file = 1L; file <= files; file++)
        {
            var size = map.PeekUInt16();
            map.Take(2, Text($"{size} bytes"));
            map.Take(size, size == 0 ? "" : Text($"file {file} {Encoding.UTF8.GetString(map.PeekBytes(0, size))}"));
        }
    }

    /// <summary>Walks through <c>Type</c>.</summary>
    public static void Types(ByteMap map)
    {
        var version = map.PeekUInt32();
        map.Take(4, Text($"version {version}"));
        if (version is 0 or > 4)
        {
            throw new UnexpectedBytesException();
        }

        var count = map.PeekUInt32();
        map.Take(4, Text($"{count} types"));
        for (var index = 0L; index < count; index++)
        {
            var mask = map.PeekUInt16();
            var flags = version == 1 ? 3 : mask >> (version == 3 ? 12 : 13);
            map.Take(2, Text($"type {index}: kinds {mask & ((1 << (version == 3 ? 12 : 13)) - 1):X4}, flags {flags}"));
            map.Depth++;
            if ((flags & 1) != 0)
            {
                map.Take(8, Text($"at least {Int64(map)}"));
            }

            if ((flags & 2) != 0)
            {
                map.Take(8, Text($"at most {Int64(map)}"));
            }

            if ((flags & 4) != 0)
            {
                map.Take(1, Text($"unit {map.Peek() + 1}"));
            }

            map.Depth--;
        }
    }

    private static void LiteralTable(ByteMap map)
    {
        var count = map.PeekUInt32();
        map.Take(4, Text($"{count} literals"));
        for (var index = 0L; index < count; index++)
        {
            var size = map.PeekUInt32();
            map.Take(4, Text($"literal {index}: {size} bytes"));
            if (size > map.End - map.Position)
            {
                throw new UnexpectedBytesException();
            }

            map.Within((int)size, TermMap.Versioned);
        }
    }

    private void Entries(ByteMap map, string many, string one, string[] columns)
    {
        var count = map.PeekUInt32();
        map.Take(4, Text($"{count} {many}"));
        for (var index = 0L; index < count; index++)
        {
            foreach (var column in columns)
            {
                var value = map.PeekUInt32();
                var name = column is "module" or "function" ? $" ({Atom(value)})" : "";
                map.Take(4, Text($"{one} {index}: {column} {value}{name}"));
            }
        }
    }

    private string Atom(uint number)
    {
        try
        {
            var names = chunks.Atoms.Names;
            return number > 0 && number <= names.Length ? TermPrinter.Atom(names[(int)number - 1]) : "not in the table";
        }
        catch (DiagnosticException)
        {
            return "the table is damaged";
        }
    }

    private static long Int64(ByteMap map) => (long)(((ulong)map.PeekUInt32() << 32) | map.PeekUInt32(4));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
