using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mochi.BeamDump.Views;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;

namespace Mochi.BeamDump;

/// <summary>The command as a whole.</summary>
internal static class BeamDumpCommand
{
    private static readonly string[] Names = ["--format", "-o", "--output", .. CommonOptions.Names];

    /// <summary>Runs <c>beam-dump ARGUMENTS</c>.</summary>
    public static int Run(CommandContext context, string[] arguments)
    {
        IView? view = null;
        var operands = new List<string>();
        var json = false;
        string? output = null;
        var reader = new ArgumentReader(arguments);
        while (reader.Next())
        {
            switch (reader.Option)
            {
                case null when view is null && operands.Count == 0 && ViewTable.Find(reader.Text) is { } found:
                    view = found;
                    break;
                case null:
                    operands.Add(reader.Text);
                    break;
                case "--format":
                    json = reader.Value("text", "json") == "json";
                    break;
                case "-o" or "--output":
                    output = reader.Value();
                    break;
                case "--version":
                    context.WriteLine($"beam-dump {typeof(BeamDumpCommand).Assembly.GetName().Version!.ToString(3)} (OTP 20 to 29)");
                    return ExitStatus.Fine;
                default:
                    if (!context.Options.TryTake(reader))
                    {
                        throw reader.Unknown(Names);
                    }

                    break;
            }
        }

        if (context.Options.Help)
        {
            context.WriteLine(HelpText.Page);
            return ExitStatus.Fine;
        }

        if (operands.Count == 0)
        {
            throw new UsageException("no FILE to show", "for example: beam-dump hello.beam");
        }

        Dump(context, view ?? new InfoView(), operands, json, output);
        return context.ErrorCount == 0 ? ExitStatus.Fine : ExitStatus.Problems;
    }

    private static void Dump(CommandContext context, IView view, List<string> operands, bool json, string? output)
    {
        var collected = output is null ? null : new ArrayBufferWriter<byte>();
        var isFirst = true;
        var isMany = false;
        foreach (var operand in operands)
        {
            var paths = Guard(context, operand, () => InputPaths.Expand(operand)) ?? [];
            isMany |= operands.Count > 1 || paths.Count > 1;
            foreach (var path in paths)
            {
                context.Trace($"reading {path}");
                if (Guard(context, InputFile.DisplayName(path), () => Show(context, view, path, json, isFirst, isMany)) is not { } shown)
                {
                    continue;
                }

                isFirst &= shown.Length == 0;
                Write(shown);
            }
        }

        if (isMany && view is RoundTripView { Summary.Files: > 0 } roundTrip)
        {
            Write(Summarize(roundTrip, json));
        }

        if (collected is not null && (collected.WrittenCount > 0 || context.ErrorCount == 0))
        {
            Interruption.CleanUpOutputs();
            context.WriteResult(output, collected.WrittenSpan);
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

    private static byte[] Summarize(RoundTripView view, bool json)
    {
        if (!json)
        {
            var text = new StringBuilder();
            view.WriteSummary(text);
            return Encoding.UTF8.GetBytes(text.ToString());
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            view.WriteSummary(writer);
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    // One file that cannot be shown is reported and does not stop the others.
    private static T? Guard<T>(CommandContext context, string name, Func<T> action)
        where T : class
    {
        try
        {
            return action();
        }
        catch (DiagnosticException exception)
        {
            Report(context, name, exception.Diagnostic);
            return null;
        }
    }

    private static void Report(CommandContext context, string name, Diagnostic diagnostic) => context.Report(diagnostic with
    {
        Place = diagnostic.Place with { File = diagnostic.Place.File ?? name },
        Hint = diagnostic.Hint ?? Hint(diagnostic),
    });

    private static string? Hint(Diagnostic diagnostic) => diagnostic switch
    {
        { Severity: not DiagnosticSeverity.Error } => null,
        { Code: BeamFileCodes.NotABeamFile } => "give a file that a compiler for the BEAM wrote",
        { Code: BeamFileCodes.LimitExceeded } => "no real module asks for so much; the file is probably damaged",
        _ when diagnostic.Code.StartsWith("BF", StringComparison.Ordinal) => "the file is damaged; build or fetch it again",
        _ => null,
    };

    private static byte[] Show(CommandContext context, IView view, string path, bool json, bool isFirst, bool isMany)
    {
        var name = InputFile.DisplayName(path);
        var content = InputFile.Read(path);
        var container = BeamContainer.Read(content);
        var input = new BeamInput(name, content, new BeamChunks(container));
        foreach (var diagnostic in container.Diagnostics)
        {
            Report(context, name, diagnostic);
        }

        // Of many files only those are shown that have something to say.
        if (isMany && view is RoundTripView checking && checking.HasNothingToSay(input))
        {
            return [];
        }

        var shown = json ? WriteJson(view, input) : WriteText(view, input, isFirst);
        if (view is RoundTripView roundTrip && roundTrip.Problem(input) is { } problem)
        {
            Report(context, name, problem);
        }

        return shown;
    }

    private static byte[] WriteText(IView view, BeamInput input, bool isFirst)
    {
        var text = new StringBuilder(isFirst ? "" : "\n");
        text.Append($"{input.Name}: module {input.Chunks.ModuleName}\n");
        view.WriteText(text, input);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] WriteJson(IView view, BeamInput input)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("file", input.Name);
            json.WriteString("module", input.Chunks.ModuleName);
            view.WriteJson(json, input);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
