using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;
using Mochi.Otp.Publishing;

namespace Mochi.BeamDump.Editing;

/// <summary>
/// Where edited files go: one file to the file of <c>-o</c>, or into it when that is a folder, or to standard output; the files of
/// a folder or an archive into the folder of <c>-o</c>, each at the path that it had.
/// </summary>
/// <param name="context">What is written to.</param>
/// <param name="invocation">What was asked for.</param>
internal sealed class OutputPlan(CommandContext context, Invocation invocation)
{
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly bool _isFolder = invocation.Output is { } output
        && (Directory.Exists(output) || Path.EndsInDirectorySeparator(output));

    /// <summary>Whether there is somewhere to write this input to.</summary>
    /// <exception cref="UsageException">It is one of several, and there is no folder for them.</exception>
    public void Check(InputSource source)
    {
        if (IsOneOfMany(source) && invocation.Output is null or InputFile.StandardInput)
        {
            throw new UsageException("several files are written into a folder", "give the folder with -o");
        }
    }

    /// <summary>Writes a file.</summary>
    /// <exception cref="DiagnosticException">It cannot be written, or not there.</exception>
    public void Write(InputSource source, EditedFile edited)
    {
        Interruption.CleanUpOutputs();
        if (!_isFolder && !IsOneOfMany(source))
        {
            context.WriteResult(invocation.Output, edited.Content, isBinary: true);
            return;
        }

        var path = Path.Combine(invocation.Output!, RelativePath(source, edited));
        if (!_written.Add(path))
        {
            throw Fault("MC071", source.Name, $"another file was written to {path} already", "edit one of them at a time");
        }

        CreateFolder(Path.GetDirectoryName(path)!);
        OutputFile.Write(path, edited.Content);
    }

    private static bool IsOneOfMany(InputSource source) => source.IsOneOfMany || source.IsBelowOperand;

    private static string RelativePath(InputSource source, EditedFile edited)
    {
        var path = source.RelativePath;
        if (Path.IsPathRooted(path) || path.Split('/', '\\').Contains(".."))
        {
            throw Fault("MC074", source.Name, "this name leads out of the archive; nothing is written there", null);
        }

        if (path == InputFile.StandardInput)
        {
            path = "stdin.beam";
        }

        var folder = Path.GetDirectoryName(path) ?? "";
        return edited is { OldModule: { } old, NewModule: { } now } && Path.GetFileName(path) == old + ".beam"
            && Path.GetFileName(now) == now
            ? Path.Combine(folder, now + ".beam") : path;
    }

    private static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (FileFault.Is(exception))
        {
            throw new DiagnosticException(
                new Diagnostic(
                    "MC073", DiagnosticSeverity.Error, $"the folder cannot be made: {FileFault.Describe(exception)}",
                    new DiagnosticPlace(folder), "choose another place with -o"),
                exception);
        }
    }

    private static DiagnosticException Fault(string code, string path, string message, string? hint) =>
        new(new Diagnostic(code, DiagnosticSeverity.Error, message, new DiagnosticPlace(path), hint));
}
