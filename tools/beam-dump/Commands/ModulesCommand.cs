using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mochi.BeamFile.Container;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Commands;

/// <summary>A command that reads every file it is given and then shows one thing about all of them.</summary>
internal abstract class ModulesCommand : Command
{
    /// <inheritdoc/>
    public override bool ReadsInputs => true;

    /// <summary>Takes the options of this call.</summary>
    /// <exception cref="UsageException">They make no sense.</exception>
    protected virtual void Prepare(CommandContext context, Invocation invocation)
    {
    }

    /// <summary>Takes a file.</summary>
    protected abstract void Add(BeamInput input);

    /// <summary>Shows what there is to say about all files.</summary>
    protected abstract string Show(OutputFormat format);

    /// <summary>Whether what was found makes the exit status 1.</summary>
    protected virtual bool HasFindings => false;

    /// <inheritdoc/>
    public override int Run(CommandContext context, Invocation invocation)
    {
        if (invocation.Operands.Count == 0)
        {
            throw new UsageException("no FILE to read", $"for example: beam-dump {Examples[0]}");
        }

        Prepare(context, invocation);
        var count = 0;
        foreach (var source in InputSources.Find(context, invocation))
        {
            context.Trace($"reading {source.Name}");
            count += InputSources.Guard(context, source.Name, () => Read(context, source)) is null ? 0 : 1;
        }

        if (count > 0)
        {
            Interruption.CleanUpOutputs();
            context.WriteResult(invocation.Output, Encoding.UTF8.GetBytes(Show(invocation.Format)));
        }

        return context.ErrorCount > 0 || HasFindings ? ExitStatus.Problems : ExitStatus.Fine;
    }

    /// <summary>Makes a line of JSON.</summary>
    protected static string ToJson(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private BeamInput Read(CommandContext context, InputSource source)
    {
        var content = source.Read();
        var container = BeamContainer.Read(content);
        foreach (var diagnostic in container.Diagnostics)
        {
            InputSources.Report(context, source.Name, diagnostic);
        }

        var input = new BeamInput(source.Name, content, new BeamChunks(container));
        Add(input);
        return input;
    }
}
