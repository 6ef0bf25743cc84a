using System.Text;
using Mochi.BeamAsm.Verification;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Verifying;

/// <summary>Whether code is safe to run.</summary>
internal sealed class VerifyCommand : Command
{
    private const int ShownAtFirst = 20;

    private readonly VerificationTotals _totals = new();
    private VerifierOptions _options = VerifierOptions.Default;

    /// <inheritdoc/>
    public override string Name => "verify";

    /// <inheritdoc/>
    public override string Summary => "whether code is safe to run, on every path through it";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Checks;

    /// <inheritdoc/>
    public override bool ReadsInputs => true;

    /// <inheritdoc/>
    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        new("--strict", null, "a type that is not proven is an error as well"),
        new("--notes", null, "show types that are not proven; without it, they are only counted"),
        new("--registers", null, "show what the registers hold at each finding; JSON has it always"),
        new("--limit", "N", "show N findings of a module at most, 0 for all; text shows 20 without it, JSON all"),
        new("--rules", null, "list the rules with their codes, and read no FILE"),
    ];

    /// <inheritdoc/>
    public override string Description =>
        """
        The loader checks little: a wrong live count, a stack slot without a value or a false type takes the whole virtual machine
        down. Every path is followed, with what each register may hold. Types that the compiler left for the machine, and operands
        that instructions take for granted, are proven by that, contradicted, or not proven. What is contradicted is an error, and
        so is an operand that is not proven. A type that is not proven is a note, because it may rest on more than is in the file.
        """;

    /// <inheritdoc/>
    public override string Json =>
        """
        "file", "module", "accepted", "errors", "notes", "annotations": {"proven", "notProven", "contradicted"}: uses of registers
        with a type, "operands": the same of operands taken for granted, "findings": [{"code", "severity": error|note, "rule",
        "message", "hint": or null, "place": null for the module, or {"function", "arity", "index": of the instruction, or null for
        the function, "instruction": text, or null, "offset": in the chunk, "functionOffset", "fileOffset", "source": {"file",
        "line"} or null}, "registers": [{"register", "content"}]}], "hidden": findings beyond --limit
        and after all files, "files", "accepted", "rejected", "unread", "errors", "notes", "annotations", "operands"
        With --rules: "rules": [{"code", "title"}]
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "verify hello.beam",
        "verify --strict --registers _build/default/lib",
        "verify --format json /usr/lib/erlang/lib | jq -r '.findings[]?.code' | sort | uniq -c",
        "verify --rules",
    ];

    /// <inheritdoc/>
    public override string Fine => "every file was read and is accepted";

    /// <inheritdoc/>
    public override string Problem => "a finding is an error, or a file has a problem; stderr says which";

    /// <inheritdoc/>
    public override int Run(CommandContext context, Invocation invocation)
    {
        var limit = invocation.Number("--limit", invocation.Format == OutputFormat.Text ? ShownAtFirst : 0);
        if (invocation.Has("--rules"))
        {
            return ShowRules(context, invocation);
        }

        if (invocation.Operands.Count == 0)
        {
            throw new UsageException("no FILE to verify", $"for example: beam-dump {Examples[0]}");
        }

        _options = new VerifierOptions { IsStrict = invocation.Has("--strict") };
        limit = limit == 0 ? int.MaxValue : limit;
        VerificationReport report = invocation.Format == OutputFormat.Json
            ? new JsonReport(limit, invocation.Has("--notes"))
            : new TextReport(limit, invocation.Has("--notes"), invocation.Has("--registers"), Renderer(context, invocation));
        Verify(context, invocation, report);
        return _totals.Errors > 0 || context.ErrorCount > 0 ? ExitStatus.Problems : ExitStatus.Fine;
    }

    private static DiagnosticRenderer Renderer(CommandContext context, Invocation invocation) => new(
        context.Program,
        context.Options.UseColor(invocation.Output is null && StandardStream.IsTerminal(StandardStream.Output)));

    private static int ShowRules(CommandContext context, Invocation invocation)
    {
        if (invocation.Operands.Count > 0)
        {
            throw new UsageException("--rules reads no FILE", "leave out one of them");
        }

        if (invocation.Format == OutputFormat.Json)
        {
            context.WriteResult(invocation.Output, JsonReport.WriteRules());
            return ExitStatus.Fine;
        }

        var text = new StringBuilder();
        foreach (var rule in VerificationRule.All)
        {
            text.Append(rule.Code).Append("  ").Append(rule.Title).Append('\n');
        }

        context.WriteResult(invocation.Output, Encoding.UTF8.GetBytes(text.ToString()));
        return ExitStatus.Fine;
    }

    private void Verify(CommandContext context, Invocation invocation, VerificationReport report)
    {
        var sources = new List<InputSource>(InputSources.Find(context, invocation));
        using var collected = invocation.Output is null ? null : new MemoryStream();
        var done = 0;
        foreach (var file in OrderedWork<InputSource, FileVerification>.Run(sources, source => Verify(source, report)))
        {
            context.Progress(++done, sources.Count, "files");
            context.Trace($"verified {file.Name}");
            foreach (var diagnostic in file.Diagnostics)
            {
                InputSources.Report(context, file.Name, diagnostic);
            }

            _totals.Add(file.Result);
            Write(file.Report);
        }

        if (_totals.Files > 0)
        {
            Write(report.WriteTotals(_totals));
        }

        if (collected is { Length: > 0 })
        {
            Interruption.CleanUpOutputs();
            context.WriteResult(invocation.Output, collected.ToArray());
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

    private FileVerification Verify(InputSource source, VerificationReport report)
    {
        try
        {
            var read = BeamModuleReader.Read(source.Read());
            if (read is not { Module: { } module, Chunks: { } chunks })
            {
                return new FileVerification(source.Name, read.Diagnostics, null, []);
            }

            var result = ModuleVerifier.Verify(module, _options);
            return new FileVerification(source.Name, read.Diagnostics, result, report.Write(source.Name, module, chunks, result));
        }
        catch (DiagnosticException exception)
        {
            return new FileVerification(source.Name, [exception.Diagnostic], null, []);
        }
    }
}
