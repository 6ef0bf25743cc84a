using System.Globalization;
using System.Text;
using System.Text.Json;
using Mochi.BeamDump.Commands;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Sizes;

/// <summary>What the bytes of files are used for.</summary>
internal sealed class SizeCommand : ModulesCommand
{
    private const int ShownAtFirst = 20;

    private readonly List<BeamInput> _inputs = [];
    private CommandContext? _context;
    private Invocation _invocation = new();

    /// <inheritdoc/>
    public override string Name => "size";

    /// <inheritdoc/>
    public override string Summary => "what the bytes are used for: chunks, functions, literals; sums over folders";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Checks;

    /// <inheritdoc/>
    public override IReadOnlyList<CommandOption> Options =>
    [
        new("--by", "TABLE", "show this table; may be repeated. Without it one file is shown by chunk, function and literal, several by "
            + "application, module and chunk", [.. SizeTables.Names]),
        new("--top", "N", "show the N largest of each table, 0 for all; text shows 20 without it, JSON and CSV all"),
    ];

    /// <inheritdoc/>
    public override string Description =>
        "Each table divides the same bytes without a rest, and has the largest part first. By chunk, module and\n"
        + "application these are all bytes of the files, before gzip; the row FOR1 is the header of the file. By function\n"
        + "these are the bytes of the chunk Code, by literal those of the literal table before it is compressed. An\n"
        + "application is the folder of the modules, or the one above when it is called ebin.";

    /// <inheritdoc/>
    public override string Json =>
        """
        "files", "bytes": of all files before gzip, "stored": of all files as they are, and the tables that were asked for:
        "applications": [{"application": path, "modules": number of them, "bytes"}],
        "modules": [{"module", "file", "application", "bytes"}],
        "chunks": [{"chunk", "header", "data", "padding", "bytes"}],
        "functions": [{"kind": function|head|end, "module", "function", "arity", "bytes"}],
        "literals": [{"kind": literal|count|rest, "module", "index", "term": Erlang source, "bytes"}]
        CSV has one table, that of --by, with the same columns; without --by that of the chunks of one file, of the
        modules of several
        """;

    /// <inheritdoc/>
    public override bool HasCsv => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "size hello.beam",
        "size --by function --top 5 /usr/lib/erlang/lib/stdlib-*/ebin",
        "size --by application --format csv /usr/lib/erlang/lib > sizes.csv",
    ];

    /// <inheritdoc/>
    protected override void Prepare(CommandContext context, Invocation invocation)
    {
        _context = context;
        _invocation = invocation;
        if (invocation.Format == OutputFormat.Csv && invocation.Values("--by").Count > 1)
        {
            throw new UsageException("CSV has one table, so --by goes with it once");
        }

        invocation.Number("--top", 0);
    }

    /// <inheritdoc/>
    protected override void Add(BeamInput input)
    {
        _ = input.Chunks.ModuleName;
        _inputs.Add(input);
    }

    /// <inheritdoc/>
    protected override string Show(OutputFormat format)
    {
        var tables = new SizeTables(_context!, _inputs, Wanted(format));
        var top = _invocation.Number("--top", format == OutputFormat.Text ? ShownAtFirst : 0);
        if (format == OutputFormat.Csv)
        {
            var csv = new CsvWriter();
            tables.All[0].WriteCsv(csv, top);
            return csv.ToString();
        }

        if (format == OutputFormat.Json)
        {
            return ToJson(json => WriteJson(json, tables, top));
        }

        var text = new StringBuilder(_inputs.Count == 1
            ? string.Create(CultureInfo.InvariantCulture, $"{_inputs[0].Name}: module {_inputs[0].Chunks.ModuleName}, {tables.Bytes} bytes")
            : string.Create(CultureInfo.InvariantCulture, $"{_inputs.Count} files, {tables.Bytes} bytes"));
        text.Append(tables.Stored == tables.Bytes ? "\n"
            : string.Create(CultureInfo.InvariantCulture, $", compressed to {tables.Stored}\n"));

        foreach (var table in tables.All)
        {
            table.WriteText(text, top);
        }

        return text.ToString();
    }

    private void WriteJson(Utf8JsonWriter json, SizeTables tables, int top)
    {
        json.WriteNumber("files", _inputs.Count);
        json.WriteNumber("bytes", tables.Bytes);
        json.WriteNumber("stored", tables.Stored);
        foreach (var table in tables.All)
        {
            table.WriteJson(json, top);
        }
    }

    private IReadOnlyList<string> Wanted(OutputFormat format) =>
        _invocation.Values("--by") is { Count: > 0 } wanted ? wanted
        : (format == OutputFormat.Csv, _inputs.Count == 1) switch
        {
            (true, true) => [SizeTables.Chunk],
            (true, false) => [SizeTables.Module],
            (false, true) => [SizeTables.Chunk, SizeTables.Function, SizeTables.Literal],
            (false, false) => [SizeTables.Application, SizeTables.Module, SizeTables.Chunk],
        };
}
