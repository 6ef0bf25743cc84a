using System.Text;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Help;

/// <summary>The help pages, made from what the commands say of themselves.</summary>
internal static class HelpPage
{
    private const int OptionWidth = 15;

    /// <summary>The options that every command takes.</summary>
    public static IReadOnlyList<CommandOption> CommonOptions { get; } =
    [
        new("--format", "text|json|csv", "text for people (the default), one JSON object a file, each on a line, or a table"),
        new("-o, --output", "FILE", "write to FILE instead of standard output"),
        new("--path", "DIR", "look for modules that are given by name in DIR, in its ebin, and in the applications in it; may be repeated"),
        new("--color", "auto|always|never", "colour in messages; auto (the default) means on a terminal unless NO_COLOR is set"),
        new("-v, --verbose", null, "say what is being done, on stderr"),
        new("-h, --help", null, "this page; after a command, the page of that command"),
        new("--version", null, "print the version"),
    ];

    /// <summary>What operands may be.</summary>
    public const string Inputs =
        "FILE is a .beam file, compressed or not; a folder, for every .beam file and .ez archive below it in the order of "
        + "their names; an archive (.ez, escript, release package); - for standard input; or, with --path, the name of a module. "
        + "A file that cannot be read is reported, and the work goes on with the next.";

    /// <summary>The command that an invocation names, to tell about it; <see langword="null"/> when it names none.</summary>
    /// <exception cref="UsageException">There is no such command, or several are named.</exception>
    public static Command? CommandOf(Invocation invocation) => invocation.Operands switch
    {
        [] => null,
        [var name] => CommandTable.Find(name)
            ?? throw new UsageException($"there is no command {name}", NearestName.Hint(name, [.. CommandTable.Names])),
        _ => throw new UsageException("one COMMAND at a time"),
    };

    /// <summary><c>beam-dump --help</c>.</summary>
    public static string Overview()
    {
        var text = new StringBuilder();
        Paragraph(
            text,
            "beam-dump shows what is in .beam files, of OTP 20 to 29 and of Elixir and other compilers. No Erlang is needed or started.");
        text.Append("\nUsage: beam-dump [COMMAND] [OPTION...] FILE...\n\n");
        Paragraph(text, Inputs);
        foreach (var topic in Enum.GetValues<CommandTopic>())
        {
            text.Append('\n').Append(Title(topic)).Append(":\n");
            foreach (var command in CommandTable.All.Where(command => command.Topic == topic))
            {
                text.Append("  ").Append(command.Name.PadRight(13)).Append(command.Summary).Append('\n');
            }
        }

        text.Append("\n'beam-dump COMMAND --help' tells more. A file that is called like a command is given as ./info.\n");
        Options(text, "Options", CommonOptions);
        text.Append(
            """

            Examples:
              beam-dump hello.beam
              beam-dump disasm hello.beam | less
              beam-dump --path /usr/lib/erlang/lib atoms lists
              beam-dump --format json atoms hello.beam | jq '.atoms | length'
              beam-dump round-trip /usr/lib/erlang/lib
              mochi build hello.mochi --emit=beam | beam-dump disasm -

            Exit status:
              0   every file was read (and, for round-trip, came out the same; for diff, they are the same)
              1   a file has a problem; stderr says which (for diff, they differ)
              2   the command line makes no sense (for diff, a file has a problem, too)
              70  a defect of beam-dump itself; please report it

            """);
        return text.ToString();
    }

    /// <summary><c>beam-dump COMMAND --help</c>.</summary>
    public static string Of(Command command)
    {
        var text = new StringBuilder($"beam-dump {command.Name}: {command.Summary}\n\n");
        text.Append($"Usage: beam-dump {command.Name} [OPTION...] {command.Operands}".TrimEnd()).Append('\n');
        if (command.Description.Length > 0)
        {
            text.Append('\n').Append(command.Description).Append('\n');
        }

        if (command.ReadsInputs)
        {
            text.Append('\n');
            Paragraph(text, Inputs);
        }

        if (command.Options.Count > 0)
        {
            Options(text, "Options of this command", command.Options);
        }

        Options(text, "Options", CommonOptions);
        if (command.Json.Length > 0)
        {
            text.Append("\nJSON:").Append(command is ViewCommand ? " \"file\", \"module\", and\n" : "\n");
            Indented(text, command.Json);
        }

        if (command is ViewCommand { HasCsv: true } table)
        {
            text.Append("\nCSV: the columns file, ").AppendJoin(", ", table.Columns).Append('\n');
        }

        text.Append("\nExamples:\n");
        foreach (var example in command.Examples)
        {
            text.Append(example.StartsWith("mochi ", StringComparison.Ordinal) ? "  " : "  beam-dump ").Append(example).Append('\n');
        }

        text.Append($"\nExit status:\n  0   {command.Fine}\n  1   {command.Problem}\n");
        text.Append($"  2   {command.Trouble}\n  70  a defect of beam-dump itself; please report it\n");
        return text.ToString();
    }

    /// <summary>What a group of commands is called.</summary>
    public static string Title(CommandTopic topic) => topic switch
    {
        CommandTopic.Parts => "Parts of a file",
        CommandTopic.Code => "Code",
        CommandTopic.Checks => "Checks and figures",
        CommandTopic.Editing => "Editing",
        _ => "Reference",
    };

    private static void Options(StringBuilder text, string title, IReadOnlyList<CommandOption> options)
    {
        text.Append('\n').Append(title).Append(":\n");
        foreach (var option in options)
        {
            var name = option.ValueName is null ? option.Name : $"{option.Name} {option.ValueName}";
            text.Append("  ").Append(name);
            text.Append(name.Length < OptionWidth ? new string(' ', OptionWidth - name.Length) : "\n".PadRight(OptionWidth + 3));
            Paragraph(text, option.Summary, OptionWidth + 2);
        }
    }

    private static void Indented(StringBuilder text, string lines)
    {
        foreach (var line in lines.Split('\n'))
        {
            text.Append("  ").Append(line.Trim()).Append('\n');
        }
    }

    // Lines of at most 116 characters; the first goes on where the text is.
    private static void Paragraph(StringBuilder text, string words, int indent = 0)
    {
        var column = indent;
        var isFirst = true;
        foreach (var word in words.Split(' '))
        {
            if (!isFirst && column + word.Length + 1 > 116)
            {
                text.Append('\n').Append(' ', indent);
                column = indent;
            }
            else if (!isFirst)
            {
                text.Append(' ');
                column++;
            }

            text.Append(word);
            column += word.Length;
            isFirst = false;
        }

        text.Append('\n');
    }
}
