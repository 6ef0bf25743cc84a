using Mochi.BeamDump.Commands;
using Mochi.BeamDump.Help;
using Mochi.CommandLine;

namespace Mochi.BeamDump;

/// <summary>The program as a whole: finds the command and reads the options.</summary>
internal static class BeamDumpCommand
{
    /// <summary>Runs <c>beam-dump ARGUMENTS</c>.</summary>
    public static int Run(CommandContext context, string[] arguments)
    {
        Command? named = null;
        var invocation = new Invocation();
        var reader = new ArgumentReader(arguments);
        while (reader.Next())
        {
            switch (reader.Option)
            {
                case null when named is null && invocation.Operands.Count == 0 && CommandTable.Find(reader.Text) is { } found:
                    named = found;
                    break;
                case null:
                    invocation.Operands.Add(reader.Text);
                    break;
                case "--format":
                    invocation.Format = reader.Value("text", "json", "csv", "dot") switch
                    {
                        "json" => OutputFormat.Json,
                        "csv" => OutputFormat.Csv,
                        "dot" => OutputFormat.Dot,
                        _ => OutputFormat.Text,
                    };
                    break;
                case "-o" or "--output":
                    invocation.Output = reader.Value();
                    break;
                case "--path":
                    invocation.Path.Add(reader.Value());
                    break;
                case "--version":
                    context.WriteLine($"beam-dump {typeof(BeamDumpCommand).Assembly.GetName().Version!.ToString(3)} (OTP 20 to 29)");
                    return ExitStatus.Fine;
                default:
                    if (!context.Options.TryTake(reader) && (named is null || !invocation.TryTake(reader, named)))
                    {
                        throw Unknown(reader, named);
                    }

                    break;
            }
        }

        if (context.Options.Help)
        {
            context.WriteOutput(System.Text.Encoding.UTF8.GetBytes(named is null ? HelpPage.Overview() : HelpPage.Of(named)));
            return ExitStatus.Fine;
        }

        var command = named ?? CommandTable.Find(CommandTable.Default)!;
        if (command.Operands.Length > 0 && invocation.Operands.Count == 0 && command is ViewCommand)
        {
            throw new UsageException("no FILE to show", "for example: beam-dump hello.beam");
        }

        CheckFormat(command, invocation);
        return command.Run(context, invocation);
    }

    private static void CheckFormat(Command command, Invocation invocation)
    {
        if (invocation.Format == OutputFormat.Csv && !command.HasCsv)
        {
            throw new UsageException($"{command.Name} is no table, so there is no --format csv of it");
        }

        if (invocation.Format == OutputFormat.Dot && !command.HasDot)
        {
            throw new UsageException($"{command.Name} is no graph, so there is no --format dot of it");
        }

        if (invocation.Format == OutputFormat.Json && command.Json.Length == 0)
        {
            throw new UsageException($"there is no --format json of {command.Name}");
        }
    }

    private static UsageException Unknown(ArgumentReader reader, Command? command)
    {
        var known = new List<string>();
        foreach (var option in HelpPage.CommonOptions)
        {
            known.AddRange(option.Name.Split(", "));
        }

        foreach (var option in command?.Options ?? [])
        {
            known.Add(option.Name);
        }

        return reader.Unknown([.. known]);
    }
}
