using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;
using Mochi.Otp.Publishing;

namespace Mochi.BeamDump.Editing;

/// <summary>A command that makes other <c>.beam</c> files of one, or of those below a folder.</summary>
internal abstract class EditCommand : Command
{
    /// <summary>What is said about operands and outputs; the description of a command ends with it.</summary>
    protected const string AboutFiles =
        "Of a FILE, OUT is the new file, which may be the same one, or else standard output. Of a DIR, OUT is a folder that gets\n"
        + "the new files under the same names; archives are left out. A new file appears complete or not at all.";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Editing;

    /// <inheritdoc/>
    public override string Operands => "FILE|DIR -o OUT";

    /// <inheritdoc/>
    public override string Fine => "every file was written";

    /// <inheritdoc/>
    public override string Problem => "a file was not written, because it has a problem or the edit is refused; stderr says why";

    /// <summary>Takes the options of this call.</summary>
    /// <param name="context">The program.</param>
    /// <param name="invocation">The call.</param>
    /// <param name="isFolder">Whether there may be several files.</param>
    /// <exception cref="UsageException">They make no sense.</exception>
    protected abstract void Prepare(CommandContext context, Invocation invocation, bool isFolder);

    /// <summary>Whether new files are written, and not only made to see what comes of it.</summary>
    protected virtual bool WritesFiles => true;

    /// <summary>Makes the new file.</summary>
    /// <exception cref="DiagnosticException">The file has a problem, or the edit is refused.</exception>
    protected abstract EditResult Edit(byte[] file);

    /// <inheritdoc/>
    public sealed override int Run(CommandContext context, Invocation invocation)
    {
        if (invocation.Operands is not [var operand])
        {
            throw new UsageException(
                invocation.Operands.Count == 0 ? $"no FILE to {Name}" : $"{Name} takes one FILE or DIR",
                $"for example: beam-dump {Examples[0]}");
        }

        var isFolder = operand != InputFile.StandardInput && Directory.Exists(operand);
        Prepare(context, invocation, isFolder);
        Interruption.CleanUpOutputs();
        if (isFolder)
        {
            EditFolder(context, operand, !WritesFiles ? null : invocation.Output ?? throw new UsageException(
                "a folder of new files does not go to standard output", "give a folder with -o"));
        }
        else
        {
            EditFile(context, invocation, operand);
        }

        return context.ErrorCount == 0 ? ExitStatus.Fine : ExitStatus.Problems;
    }

    private void EditFile(CommandContext context, Invocation invocation, string operand)
    {
        if (InputSources.Find(context, invocation, operand) is not { } sources)
        {
            return;
        }

        if (sources is not [var source])
        {
            throw new UsageException(
                $"{InputFile.DisplayName(operand)} is an archive, and only .beam files are edited", "unpack it first");
        }

        if (Edited(context, source.Name, source.Read) is { } edited && WritesFiles)
        {
            context.WriteResult(invocation.Output, edited.File, isBinary: true);
        }
    }

    private void EditFolder(CommandContext context, string folder, string? output)
    {
        var paths = InputSources.Guard(context, folder, () => InputPaths.Expand(folder)) ?? [];
        for (var index = 0; index < paths.Count; index++)
        {
            var path = paths[index];
            if (!path.EndsWith(".beam", StringComparison.Ordinal))
            {
                continue;
            }

            context.Progress(index, paths.Count, "files");
            if (Edited(context, path, () => InputFile.Read(path)) is { } edited && output is not null)
            {
                var relative = Path.GetRelativePath(folder, path);
                if (edited.Module is { } module && Path.GetFileNameWithoutExtension(path) == edited.OldModule)
                {
                    // Loaders find modules by the names of their files.
                    relative = Path.Combine(Path.GetDirectoryName(relative)!, module + ".beam");
                }

                Write(Path.Combine(output, relative), edited.File);
            }
        }

        context.EndProgress();
    }

    private EditResult? Edited(CommandContext context, string name, Func<byte[]> read)
    {
        context.Trace($"reading {name}");
        if (InputSources.Guard(context, name, () => Edit(read())) is not { } edited)
        {
            return null;
        }

        foreach (var diagnostic in edited.Diagnostics)
        {
            InputSources.Report(context, name, diagnostic);
        }

        return edited;
    }

    private static void Write(string path, byte[] file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception exception) when (FileFault.Is(exception))
        {
            throw new DiagnosticException(
                new Diagnostic(
                    "MC057", DiagnosticSeverity.Error, $"the folder cannot be made: {FileFault.Describe(exception)}",
                    new DiagnosticPlace(Path.GetDirectoryName(path)), "choose another place with -o"),
                exception);
        }

        OutputFile.Write(path, file);
    }
}
