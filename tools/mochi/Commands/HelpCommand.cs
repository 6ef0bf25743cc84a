using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;

namespace Mochi.Tool.Commands;

/// <summary><c>mochi help [COMMAND]</c>.</summary>
internal static class HelpCommand
{
    /// <summary>Prints the page for a command, or the first page.</summary>
    public static int Run(CommandContext context, string[] arguments)
    {
        var page = arguments.Length == 0 ? HelpText.Overview : arguments[0] switch
        {
            "build" => HelpText.Build,
            "run" => HelpText.Run,
            "check" => HelpText.Check,
            "version" or "help" => HelpText.Overview,
            var name => throw new UsageException(
                $"there is no help on '{name}'", NearestName.Hint(name, ["build", "run", "check"])),
        };
        context.WriteLine(page);
        return ExitStatus.Fine;
    }
}
