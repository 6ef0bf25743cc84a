using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Comparison;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Diffing;

/// <summary>Compares files, folders or archives by meaning.</summary>
internal sealed class DiffCommand : Command
{
    private const int Different = 1;

    // As diff(1) has it: 1 is an answer, so problems are 2.
    private const int InTrouble = 2;

    /// <inheritdoc/>
    public override string Name => "diff";

    /// <inheritdoc/>
    public override string Summary => "what differs between two files, folders or archives, by meaning";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Checks;

    /// <inheritdoc/>
    public override string Operands => "LEFT RIGHT";

    /// <inheritdoc/>
    public override string Description =>
        """
        LEFT and RIGHT are .beam files, folders, archives (.ez, escript, release package), - for standard input, or, with
        --path, names of modules. Modules of folders and archives belong together by their paths, then by their file names.

        Two modules are identical, or differ in
          metadata    what only tools read: compiler, options, source path, vsn, debug information, documentation
          lines       places in the source
          numbering   how the same code is written: numbers of atoms, literals, labels; order; form of the release
          types       types of registers
          attributes  attributes other than vsn
          code        functions, exports, records, chunks that nobody knows
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<CommandOption> Options =>
    [
        new("--ignore", "WHAT,...", "what does not count: metadata, lines, numbering, types; may be repeated"),
        new("--detail", "modules|functions|code",
            "a line a module, the parts and functions that differ (the default for folders and archives), or the instructions as "
            + "well (the default for two files)",
            ["modules", "functions", "code"]),
        new("--context", "NUMBER", "how many instructions to show around those that differ; the default is 3"),
    ];

    /// <inheritdoc/>
    public override string Json =>
        """
        "name", "left", "right": null when there is none, "class": identical, metadata, lines, renumbered, changed, added,
        removed; when there are both, "differences": [text], "leftModule", "rightModule"; and with --detail functions
        "exports", "records": [{"name", "change"}], "attributes", "compile": [{"name", "change", "left", "right"}],
        "chunks": [{"chunk", "change", "leftSize", "rightSize"}],
        "functions": [{"function", "arity", "change": added, removed, changed, types, lines}], and in each of them but
        those with other lines "removed", "added", and with --detail code "hunks": [[{"edit": keep, remove, add, "text"}]];
        after several modules the figures: "modules", "identical", "metadata", "lines", "renumbered", "changed",
        "added", "removed"
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "diff old/hello.beam hello.beam",
        "diff --ignore metadata,lines _build/default/lib/app/ebin release.tar.gz",
        "diff --detail code --context 8 otp27/lib/stdlib-6.2/ebin otp29/lib/stdlib-7.1/ebin",
    ];

    /// <inheritdoc/>
    public override string Fine => "there is no difference that counts";

    /// <inheritdoc/>
    public override string Problem => "there are differences";

    /// <inheritdoc/>
    public override string Trouble => "a file has a problem, or the command line makes no sense; stderr says which";

    /// <inheritdoc/>
    public override int Run(CommandContext context, Invocation invocation)
    {
        if (invocation.Operands is not [var left, var right])
        {
            throw new UsageException("diff takes two operands, LEFT and RIGHT", $"for example: beam-dump {Examples[0]}");
        }

        try
        {
            var isSame = Compare(context, invocation, left, right);
            return context.ErrorCount > 0 ? InTrouble : isSame ? ExitStatus.Fine : Different;
        }
        catch (DiagnosticException exception)
        {
            context.Report(exception.Diagnostic);
            return InTrouble;
        }
    }

    private static bool Compare(CommandContext context, Invocation invocation, string left, string right)
    {
        // Both are opened before either is compared, so that both faults are told.
        var ours = InputSources.Find(context, invocation, left);
        var theirs = InputSources.Find(context, invocation, right);
        if (ours is null || theirs is null)
        {
            return false;
        }

        var isMany = ours.Count != 1 || theirs.Count != 1 || Directory.Exists(left) || Directory.Exists(right);
        var pairs = isMany ? InputPairing.Of(left, ours, right, theirs)
            : [new InputPair(Title(ours[0].Name, theirs[0].Name), ours[0], theirs[0])];
        var options = DiffOptions.Of(invocation, isMany);
        var output = new DiffOutput(context, invocation, options);
        var done = 0;
        foreach (var pair in pairs)
        {
            context.Progress(done++, pairs.Count, "pairs of files");
            if (pair is not { Left: { } one, Right: { } other })
            {
                output.WriteMissing(pair);
                continue;
            }

            context.Trace($"comparing {one.Name} with {other.Name}");
            var (oneChunks, otherChunks) = (Read(context, one), Read(context, other));
            if (oneChunks is null || otherChunks is null)
            {
                continue;
            }

            var comparison = InputSources.Guard(
                context, pair.Name, () => ModuleComparison.Of(oneChunks, otherChunks).Without(options.Ignored));
            if (comparison is not null)
            {
                output.Write(pair, comparison, isMany);
            }
        }

        return output.Finish(isMany);
    }

    private static string Title(string left, string right) => $"{left} {right}";

    private static BeamChunks? Read(CommandContext context, InputSource source) => InputSources.Guard(
        context,
        source.Name,
        () =>
        {
            var chunks = new BeamChunks(BeamContainer.Read(source.Read()));

            // What the comparison cannot do without; asked for here, a fault of it names the file.
            _ = chunks.ModuleName;
            _ = chunks.Code;
            return chunks;
        });
}
