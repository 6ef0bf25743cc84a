using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Editing;

/// <summary>A command that makes another <c>.beam</c> file of every file that it is given.</summary>
internal abstract class EditCommand : Command
{
    /// <summary>What is said about outputs; the description of a command ends with it.</summary>
    protected const string AboutFiles =
        "OUT is the new file, which may be the same one; without it the file goes to standard output. Of a folder, an archive or\n"
        + "several files, OUT is a folder that gets the new .beam files, and nothing else, at the paths that they had. A new file\n"
        + "appears complete or not at all.";

    /// <inheritdoc/>
    public sealed override CommandTopic Topic => CommandTopic.Editing;

    /// <inheritdoc/>
    public sealed override string Operands => "FILE... -o OUT";

    /// <inheritdoc/>
    public sealed override bool ReadsInputs => true;

    /// <inheritdoc/>
    public override string Fine => "every file was written";

    /// <inheritdoc/>
    public override string Problem => "a file was not written, because it has a problem or the edit is refused; stderr says why";

    /// <summary>Whether nothing is written.</summary>
    protected virtual bool IsCheck => false;

    /// <summary>Takes the options of this call.</summary>
    /// <exception cref="UsageException">They make no sense.</exception>
    protected abstract void Prepare(CommandContext context, Invocation invocation);

    /// <summary>Makes the new file.</summary>
    /// <param name="file">The bytes of the old one.</param>
    /// <param name="isOneOfMany">Whether there may be others.</param>
    /// <exception cref="DiagnosticException">The file has a problem, or the edit is refused.</exception>
    /// <exception cref="UsageException">The options make no sense for one of many files.</exception>
    protected abstract EditedFile Edit(byte[] file, bool isOneOfMany);

    /// <summary>What is to be said after all files.</summary>
    protected virtual IEnumerable<Diagnostic> Findings() => [];

    /// <inheritdoc/>
    public sealed override int Run(CommandContext context, Invocation invocation)
    {
        if (invocation.Operands.Count == 0)
        {
            throw new UsageException($"no FILE to {Name}", $"for example: beam-dump {Examples[0]}");
        }

        Prepare(context, invocation);
        var plan = new OutputPlan(context, invocation);
        foreach (var source in InputSources.Find(context, invocation))
        {
            if (!IsCheck)
            {
                plan.Check(source);
            }

            context.Trace($"editing {source.Name}");
            InputSources.Guard(context, source.Name, () => Process(context, plan, source));
        }

        foreach (var finding in Findings())
        {
            context.Report(finding);
        }

        return context.ErrorCount == 0 ? ExitStatus.Fine : ExitStatus.Problems;
    }

    private InputSource Process(CommandContext context, OutputPlan plan, InputSource source)
    {
        var edited = Edit(source.Read(), source.IsOneOfMany || source.IsBelowOperand);
        foreach (var diagnostic in edited.Diagnostics)
        {
            InputSources.Report(context, source.Name, diagnostic);
        }

        if (!IsCheck)
        {
            plan.Write(source, edited);
        }

        return source;
    }
}
