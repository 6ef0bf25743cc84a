using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Html;

/// <summary>One page to browse modules with.</summary>
internal sealed class HtmlCommand : Command
{
    /// <inheritdoc/>
    public override string Name => "html";

    /// <inheritdoc/>
    public override string Summary => "one HTML page to browse modules with: code with links, tables, sizes, search";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Code;

    /// <inheritdoc/>
    public override string Operands => "FILE... -o PAGE.html";

    /// <inheritdoc/>
    public override bool ReadsInputs => true;

    /// <inheritdoc/>
    public override string Description =>
        "The page is one file that needs no other and no network; a browser opens it from the disk. Its parts have\n"
        + "addresses: PAGE.html#lists:map/2 is a function, PAGE.html#lists:map/2+16 an instruction in it,\n"
        + "PAGE.html#lists?literals a table. A file that cannot be read is reported, and the page says so. The same files\n"
        + "give the same page, to the byte.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "html hello.beam -o hello.html",
        "html /usr/lib/erlang/lib/stdlib-*/ebin -o stdlib.html",
    ];

    /// <inheritdoc/>
    public override int Run(CommandContext context, Invocation invocation)
    {
        if (invocation.Operands.Count == 0)
        {
            throw new UsageException("no FILE to show", $"for example: beam-dump {Examples[0]}");
        }

        var page = new HtmlPage();
        foreach (var source in InputSources.Find(context, invocation, NoteFault))
        {
            context.Trace($"reading {source.Name}");
            if (InputSources.Guard(context, source.Name, () => Read(context, source), NoteFault) is { } module)
            {
                page.Add(module);
            }
        }

        if (page.HasModules)
        {
            Interruption.CleanUpOutputs();
            context.WriteResult(invocation.Output, page.Write(), isBinary: true);
        }

        return context.ErrorCount == 0 ? ExitStatus.Fine : ExitStatus.Problems;

        void NoteFault(string name, Diagnostic diagnostic) => page.Add(new PageProblem(name, PageProblem.TextOf(diagnostic)));
    }

    private static ModulePage Read(CommandContext context, InputSource source)
    {
        var content = source.Read();
        var container = BeamContainer.Read(content);
        foreach (var diagnostic in container.Diagnostics)
        {
            InputSources.Report(context, source.Name, diagnostic);
        }

        var module = new ModulePage(new BeamInput(source.Name, content, new BeamChunks(container)));
        foreach (var diagnostic in module.Problems)
        {
            InputSources.Report(context, source.Name, diagnostic);
        }

        return module;
    }
}
