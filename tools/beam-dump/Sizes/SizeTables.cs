using System.Globalization;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Terms;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Sizes;

/// <summary>Makes the tables that were asked for.</summary>
internal sealed class SizeTables
{
    /// <summary>The table of the applications.</summary>
    public const string Application = "application";

    /// <summary>The table of the modules.</summary>
    public const string Module = "module";

    /// <summary>The table of the chunks.</summary>
    public const string Chunk = "chunk";

    /// <summary>The table of the functions.</summary>
    public const string Function = "function";

    /// <summary>The table of the literals.</summary>
    public const string Literal = "literal";

    private const int LongestTerm = 80;

    private readonly CommandContext _context;
    private readonly IReadOnlyList<BeamInput> _inputs;

    /// <summary>Makes them.</summary>
    /// <param name="context">Where a damaged file is reported.</param>
    /// <param name="inputs">The files.</param>
    /// <param name="wanted">The names of the tables.</param>
    public SizeTables(CommandContext context, IReadOnlyList<BeamInput> inputs, IReadOnlyList<string> wanted)
    {
        _context = context;
        _inputs = inputs;
        foreach (var input in inputs)
        {
            Bytes += input.Chunks.Container.Data.Length;
            Stored += input.Content.Length;
        }

        foreach (var name in wanted)
        {
            var table = name switch
            {
                Application => Applications(),
                Module => Modules(),
                Chunk => Chunks(),
                Function => Functions(),
                _ => Literals(),
            };
            table.Sort();
            All.Add(table);
        }
    }

    /// <summary>The names of all tables there are.</summary>
    public static IReadOnlyList<string> Names { get; } = [Application, Module, Chunk, Function, Literal];

    /// <summary>How many bytes the files have before they are compressed.</summary>
    public long Bytes { get; }

    /// <summary>How many bytes the files have as they are.</summary>
    public long Stored { get; }

    /// <summary>The tables that were asked for.</summary>
    public List<SizeTable> All { get; } = [];

    private SizeTable Applications()
    {
        var sizes = new Dictionary<string, ApplicationSize>(StringComparer.Ordinal);
        foreach (var input in _inputs)
        {
            var path = ApplicationOf(input.Name);
            if (!sizes.TryGetValue(path, out var size))
            {
                sizes.Add(path, size = new ApplicationSize());
            }

            size.Modules++;
            size.Bytes += input.Chunks.Container.Data.Length;
        }

        var table = new SizeTable("by application", "applications", ["application", "modules", "bytes"]);
        foreach (var path in sizes.Keys)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{path} ({sizes[path].Modules} module{(sizes[path].Modules == 1 ? "" : "s")})");
            table.Add(name, sizes[path].Bytes, path, sizes[path].Modules);
        }

        return table;
    }

    private SizeTable Modules()
    {
        var table = new SizeTable("by module", "modules", ["module", "file", "application", "bytes"]);
        foreach (var input in _inputs)
        {
            table.Add(
                input.Name, input.Chunks.Container.Data.Length, input.Chunks.ModuleName, input.Name, ApplicationOf(input.Name));
        }

        return table;
    }

    private SizeTable Chunks()
    {
        var sizes = new Dictionary<string, ChunkTotal>(StringComparer.Ordinal);
        var trailing = 0;
        foreach (var input in _inputs)
        {
            var module = ModuleSizes.Measure(input.Chunks);
            trailing += module.Trailing;
            foreach (var chunk in module.Chunks)
            {
                if (!sizes.TryGetValue(chunk.Id, out var size))
                {
                    sizes.Add(chunk.Id, size = new ChunkTotal());
                }

                size.Header += ChunkSize.Header;
                size.Data += chunk.Data;
                size.Padding += chunk.Padding;
            }
        }

        var table = new SizeTable("by chunk", "chunks", ["chunk", "header", "data", "padding", "bytes"]);
        var header = ModuleSizes.FileHeader * _inputs.Count;
        table.Add("FOR1", header, "FOR1", header, 0, 0);
        foreach (var id in sizes.Keys)
        {
            var size = sizes[id];
            table.Add(Printable(id), (long)size.Header + size.Data + size.Padding, Printable(id), size.Header, size.Data, size.Padding);
        }

        if (trailing > 0)
        {
            table.Add("(after the end)", trailing, "", 0, trailing, 0);
        }

        return table;
    }

    private SizeTable Functions()
    {
        var table = new SizeTable("by function", "functions", ["kind", "module", "function", "arity", "bytes"]);
        foreach (var input in _inputs)
        {
            if (InputSources.Guard(_context, input.Name, Again(input).MeasureCode) is not { } code)
            {
                continue;
            }

            var module = input.Chunks.ModuleName;
            var prefix = _inputs.Count == 1 ? "" : TermPrinter.Atom(module) + ":";
            table.Add(prefix + "(head)", code.Head, "head", module, "", 0);
            table.Add(prefix + "(end)", code.End, "end", module, "", 0);
            foreach (var function in code.Functions)
            {
                var name = string.Create(
                    CultureInfo.InvariantCulture, $"{prefix}{TermPrinter.Atom(function.Name)}/{function.Arity}");
                table.Add(name, function.Size, "function", module, function.Name, function.Arity);
            }
        }

        return table;
    }

    private SizeTable Literals()
    {
        var table = new SizeTable("by literal", "literals", ["kind", "module", "index", "term", "bytes"]);
        foreach (var input in _inputs)
        {
            if (InputSources.Guard(_context, input.Name, Again(input).MeasureLiterals)
                is not { Stored: > 0 } sizes)
            {
                continue;
            }

            var module = input.Chunks.ModuleName;
            var prefix = _inputs.Count == 1 ? "" : TermPrinter.Atom(module) + ":";
            table.Add(prefix + "(count)", sizes.Count, "count", module, 0, "");
            if (sizes.Rest > 0)
            {
                table.Add(prefix + "(rest)", sizes.Rest, "rest", module, 0, "");
            }

            foreach (var literal in sizes.Literals)
            {
                var term = TermPrinter.Print(literal.Term, LongestTerm);
                var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}{literal.Index}  {term}");
                table.Add(name, literal.Size, "literal", module, literal.Index, term);
            }
        }

        return table;
    }

    // The files stay open to the end; what is decoded of them need not.
    private static ModuleSizes Again(BeamInput input) => ModuleSizes.Measure(new BeamChunks(input.Chunks.Container));

    /// <summary>The application that a file is in: its folder, or the one above; entries of archives are called ARCHIVE:ENTRY.</summary>
    public static string ApplicationOf(string file)
    {
        var end = file.AsSpan().LastIndexOfAny('/', ':');
        var folder = end < 0 ? "." : file[..end];
        return folder.EndsWith("/ebin", StringComparison.Ordinal) ? folder[..^"/ebin".Length] : folder;
    }

    private static string Printable(string id)
    {
        var text = new System.Text.StringBuilder();
        foreach (var character in id)
        {
            text.Append(char.IsControl(character) ? string.Create(CultureInfo.InvariantCulture, $"\\x{(int)character:X2}") : character);
        }

        return text.ToString();
    }

    private sealed class ApplicationSize
    {
        public int Modules { get; set; }

        public long Bytes { get; set; }
    }

    private sealed class ChunkTotal
    {
        public int Header { get; set; }

        public int Data { get; set; }

        public int Padding { get; set; }
    }
}
