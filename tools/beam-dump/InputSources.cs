using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;

namespace Mochi.BeamDump;

/// <summary>Finds what the operands of a command stand for.</summary>
internal static class InputSources
{
    /// <summary>
    /// The <c>.beam</c> files that the operands stand for, in order. What cannot be found or opened is reported, and the
    /// work goes on.
    /// </summary>
    /// <param name="context">Where that is reported.</param>
    /// <param name="invocation">The call.</param>
    /// <param name="noteFault">Takes the operand and what is wrong with it, besides.</param>
    public static IEnumerable<InputSource> Find(
        CommandContext context, Invocation invocation, Action<string, Diagnostic>? noteFault = null)
    {
        foreach (var operand in invocation.Operands)
        {
            var sources = Guard(context, operand, () => Expand(operand, invocation), noteFault) ?? [];
            for (var index = 0; index < sources.Count; index++)
            {
                context.Progress(index, sources.Count, "files");
                yield return sources[index] with { IsOneOfMany = invocation.Operands.Count > 1 || sources.Count > 1 };
            }
        }
    }

    /// <summary>
    /// The <c>.beam</c> files that one operand stands for; <see langword="null"/> when that was reported as a problem.
    /// </summary>
    public static List<InputSource>? Find(CommandContext context, Invocation invocation, string operand) =>
        Guard(context, operand, () => Expand(operand, invocation));

    /// <summary>Does something about one input; a fault of it is reported and gives <see langword="null"/>.</summary>
    /// <param name="context">Where it is reported.</param>
    /// <param name="name">The input's name.</param>
    /// <param name="action">What to do.</param>
    /// <param name="noteFault">Takes the name and the fault, besides.</param>
    public static T? Guard<T>(
        CommandContext context, string name, Func<T> action, Action<string, Diagnostic>? noteFault = null)
        where T : class
    {
        try
        {
            return action();
        }
        catch (DiagnosticException exception)
        {
            Report(context, name, exception.Diagnostic);
            noteFault?.Invoke(name, exception.Diagnostic);
            return null;
        }
    }

    /// <summary>Reports something about an input, with its name and a hint.</summary>
    public static void Report(CommandContext context, string name, Diagnostic diagnostic) => context.Report(diagnostic with
    {
        Place = diagnostic.Place with { File = diagnostic.Place.File ?? name },
        Hint = diagnostic.Hint ?? Hint(diagnostic),
    });

    private static List<InputSource> Expand(string operand, Invocation invocation)
    {
        if (invocation.Path.Count > 0 && ModulePath.IsModuleName(operand))
        {
            var file = ModulePath.Find(operand, invocation.Path);
            return [FileOrArchive(file) with { RelativePath = Path.GetFileName(file) }];
        }

        var sources = new List<InputSource>();
        foreach (var path in InputPaths.Expand(operand))
        {
            var below = ReferenceEquals(path, operand) ? "" : Path.GetRelativePath(operand, path);
            if (path != InputFile.StandardInput && ArchiveInput.TryOpen(path) is { } entries)
            {
                foreach (var entry in entries)
                {
                    sources.Add(entry with
                    {
                        RelativePath = entry.Entry is { } name ? Path.Combine(below, name) : Path.GetFileName(path),
                        IsBelowOperand = below.Length > 0 || entry.Entry is not null,
                    });
                }
            }
            else
            {
                sources.Add(FileOrArchive(path) with
                {
                    RelativePath = below.Length > 0 ? below : Path.GetFileName(path),
                    IsBelowOperand = below.Length > 0,
                });
            }
        }

        return sources;
    }

    private static InputSource FileOrArchive(string path) => new(InputFile.DisplayName(path), () => InputFile.Read(path));

    private static string? Hint(Diagnostic diagnostic) => diagnostic switch
    {
        { Severity: not DiagnosticSeverity.Error } => null,
        { Code: BeamFileCodes.NotABeamFile } => "give a file that a compiler for the BEAM wrote",
        { Code: BeamFileCodes.LimitExceeded } => "no real module asks for so much; the file is probably damaged",
        _ when diagnostic.Code.StartsWith("BF", StringComparison.Ordinal) => "the file is damaged; build or fetch it again",
        _ => null,
    };
}
