using System.Text;
using Mochi.BeamDump.Commands;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Help;

/// <summary>Writes the manual page of the program or of a command, for <c>man</c>.</summary>
internal sealed class ManCommand : Command
{
    /// <inheritdoc/>
    public override string Name => "man";

    /// <inheritdoc/>
    public override string Summary => "the manual page, for man";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Reference;

    /// <inheritdoc/>
    public override string Operands => "[COMMAND]";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["man | man -l -", "man disasm -o beam-dump-disasm.1"];

    /// <inheritdoc/>
    public override string Fine => "the page was written";

    /// <inheritdoc/>
    public override string Problem => "it could not be written";

    /// <inheritdoc/>
    public override int Run(CommandContext context, Invocation invocation)
    {
        var page = HelpPage.CommandOf(invocation) is { } command
            ? Page($"beam-dump-{command.Name}", command.Summary, HelpPage.Of(command))
            : Page("beam-dump", "show what is in .beam files", HelpPage.Overview());
        context.WriteResult(invocation.Output, Encoding.UTF8.GetBytes(page));
        return ExitStatus.Fine;
    }

    // The page is the help in the language of man: its titles become sections, what is indented stays as it is.
    private static string Page(string name, string summary, string help)
    {
        var text = new StringBuilder($".TH {name.ToUpperInvariant()} 1 \"\" \"Mochi.BeamAsm\" \"User Commands\"\n");
        text.Append($".SH NAME\n{name} \\- {Escape(summary)}\n.SH DESCRIPTION\n");
        var isLiteral = false;
        foreach (var line in help.TrimEnd('\n').Split('\n'))
        {
            var indented = line.StartsWith("  ", StringComparison.Ordinal);
            if (indented != isLiteral && line.Length > 0)
            {
                text.Append(indented ? ".nf\n" : ".fi\n");
                isLiteral = indented;
            }

            if (line.Length == 0)
            {
                text.Append(".PP\n");
            }
            else if (!indented && line.EndsWith(':') && !line.Contains('.', StringComparison.Ordinal))
            {
                text.Append($".SH {Escape(line[..^1].ToUpperInvariant())}\n");
            }
            else
            {
                text.Append(Escape(line)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Escape(string line)
    {
        var escaped = line.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped is ['.' or '\'', ..] ? "\\&" + escaped : escaped;
    }
}
