using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Commands;

/// <summary>A command that shows something of every file that it is given.</summary>
internal abstract class ViewCommand : Command
{
    /// <inheritdoc/>
    public override bool ReadsInputs => true;

    /// <summary>The options of this call.</summary>
    protected Invocation Invocation { get; private set; } = new();

    /// <summary>Appends the view as text, every line with its end.</summary>
    public abstract void WriteText(StringBuilder text, BeamInput input);

    /// <summary>Writes the view's properties into the object of the file.</summary>
    public abstract void WriteJson(Utf8JsonWriter json, BeamInput input);

    /// <summary>Appends the rows of the file, for commands with <see cref="Command.HasCsv"/>.</summary>
    public virtual void WriteCsv(CsvWriter csv, BeamInput input) => throw new NotSupportedException();

    /// <summary>The names of the columns, for commands with <see cref="Command.HasCsv"/>.</summary>
    public virtual IReadOnlyList<string> Columns => [];

    /// <summary>What to report about the file after it was shown; <see langword="null"/> for nothing.</summary>
    public virtual Diagnostic? ProblemOf(BeamInput input) => null;

    /// <summary>Whether a file of many need not be shown, because there is nothing special about it.</summary>
    public virtual bool HasNothingToSay(BeamInput input) => false;

    /// <summary>Whether something follows after several files.</summary>
    public virtual bool HasSummary => false;

    /// <summary>Appends what follows after several files, for commands with <see cref="HasSummary"/>.</summary>
    public virtual void WriteSummary(StringBuilder text) => throw new NotSupportedException();

    /// <summary>Writes what follows after several files, for commands with <see cref="HasSummary"/>.</summary>
    public virtual void WriteSummary(Utf8JsonWriter json) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override int Run(CommandContext context, Invocation invocation)
    {
        Invocation = invocation;
        if (invocation.Operands.Count == 0)
        {
            throw new UsageException("no FILE to show", $"for example: beam-dump {Examples[0]}");
        }

        Show(context);
        return context.ErrorCount == 0 ? ExitStatus.Fine : ExitStatus.Problems;
    }

    private void Show(CommandContext context)
    {
        using var collected = Invocation.Output is null ? null : new MemoryStream();
        var isFirst = true;
        var isMany = false;
        foreach (var source in InputSources.Find(context, Invocation))
        {
            isMany |= source.IsOneOfMany;
            context.Trace($"reading {source.Name}");
            if (InputSources.Guard(context, source.Name, () => ShowOne(context, source, isFirst)) is not { } shown)
            {
                continue;
            }

            isFirst &= shown.Length == 0;
            Write(shown);
        }

        if (isMany && HasSummary)
        {
            Write(AsSummary());
        }

        if (collected is not null && (collected.Length > 0 || context.ErrorCount == 0))
        {
            Interruption.CleanUpOutputs();
            context.WriteResult(Invocation.Output, collected.ToArray());
        }

        void Write(byte[] shown)
        {
            if (collected is null)
            {
                context.WriteOutput(shown);
            }
            else
            {
                collected.Write(shown);
            }
        }
    }

    private byte[] ShowOne(CommandContext context, InputSource source, bool isFirst)
    {
        var content = source.Read();
        var container = BeamContainer.Read(content);
        var input = new BeamInput(source.Name, content, new BeamChunks(container));
        foreach (var diagnostic in container.Diagnostics)
        {
            InputSources.Report(context, source.Name, diagnostic);
        }

        if (source.IsOneOfMany && HasNothingToSay(input))
        {
            return [];
        }

        var shown = Invocation.Format switch
        {
            OutputFormat.Json => AsJson(input),
            OutputFormat.Csv => AsCsv(input, isFirst),
            _ => AsText(input, isFirst),
        };
        if (ProblemOf(input) is { } problem)
        {
            InputSources.Report(context, source.Name, problem);
        }

        return shown;
    }

    /// <summary>Whether the text of a file begins with the names of the file and of its module.</summary>
    protected virtual bool HasHeading => true;

    private byte[] AsText(BeamInput input, bool isFirst)
    {
        var text = new StringBuilder(isFirst ? "" : "\n");
        text.Append(HasHeading ? $"{input.Name}: module {input.Chunks.ModuleName}\n" : "");
        WriteText(text, input);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private byte[] AsCsv(BeamInput input, bool isFirst)
    {
        var csv = new CsvWriter();
        if (isFirst)
        {
            csv.WriteRow(["file", .. Columns]);
        }

        WriteCsv(csv, input);
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private byte[] AsSummary()
    {
        if (Invocation.Format == OutputFormat.Json)
        {
            return AsJson(WriteSummary);
        }

        var text = new StringBuilder();
        WriteSummary(text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private byte[] AsJson(BeamInput input) => AsJson(json =>
    {
        json.WriteStartObject();
        json.WriteString("file", input.Name);
        json.WriteString("module", input.Chunks.ModuleName);
        WriteJson(json, input);
        json.WriteEndObject();
    });

    private static byte[] AsJson(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(json);
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
