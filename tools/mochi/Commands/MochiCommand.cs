using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;

namespace Mochi.Tool.Commands;

/// <summary>The command as a whole: finds the subcommand and hands over.</summary>
internal static class MochiCommand
{
    private static readonly string[] Names = ["build", "run", "check", "version", "help"];

    /// <summary>Runs <c>mochi ARGUMENTS</c>.</summary>
    public static int Run(CommandContext context, string[] arguments)
    {
        var reader = new ArgumentReader(arguments);
        while (reader.Next())
        {
            if (reader.Option is null)
            {
                return RunSubcommand(context, reader.Text, reader.Rest());
            }

            if (reader.Option == "--version")
            {
                return VersionCommand.Run(context);
            }

            if (!context.Options.TryTake(reader))
            {
                throw reader.Unknown(CommonOptions.Names);
            }

            if (context.Options.Help)
            {
                return HelpCommand.Run(context, reader.Rest());
            }
        }

        throw new UsageException("no command given", "start with: mochi run FILE");
    }

    private static int RunSubcommand(CommandContext context, string name, string[] arguments) => name switch
    {
        "build" => BuildCommand.Run(context, arguments),
        "run" => RunCommand.Run(context, arguments),
        "check" => CheckCommand.Run(context, arguments),
        "version" => VersionCommand.Run(context),
        "help" => HelpCommand.Run(context, arguments),
        _ when File.Exists(name) => throw new UsageException(
            $"'{name}' is a file, not a command", $"to run it: mochi run {name}"),
        _ => throw new UsageException($"there is no command '{name}'", NearestName.Hint(name, Names)),
    };
}
