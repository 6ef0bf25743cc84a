using System.Text;
using Mochi.BeamDump.Commands;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Help;

/// <summary>Shows the page of the program or of a command, as <c>--help</c> does.</summary>
internal sealed class HelpCommand : Command
{
    /// <inheritdoc/>
    public override string Name => "help";

    /// <inheritdoc/>
    public override string Summary => "this page, or that of a command";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Reference;

    /// <inheritdoc/>
    public override string Operands => "[COMMAND]";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["help disasm"];

    /// <inheritdoc/>
    public override string Fine => "the page was shown";

    /// <inheritdoc/>
    public override string Problem => "it could not be written";

    /// <inheritdoc/>
    public override int Run(CommandContext context, Invocation invocation)
    {
        var page = HelpPage.CommandOf(invocation) is { } command ? HelpPage.Of(command) : HelpPage.Overview();
        context.WriteResult(invocation.Output, Encoding.UTF8.GetBytes(page));
        return ExitStatus.Fine;
    }
}
