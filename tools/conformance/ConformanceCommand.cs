using System.Globalization;
using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;
using Mochi.Otp.Publishing;

namespace Mochi.Conformance;

/// <summary>The command as a whole.</summary>
internal static class ConformanceCommand
{
    private const string HelpText =
        """
        conformance compiles and runs a folder of Mochi programs and compares what they print with what was recorded.

        Usage: conformance [OPTION...] FOLDER

        FOLDER holds NAME.mochi, beside it NAME.out with the expected output and, if the program reads standard
        input, NAME.in. Every program runs in a process of its own, started as by 'mochi run'. White space at the very
        end of an output does not count.

        Options:
          --only TEXT    only the programs whose name contains TEXT
          --failed       list only the programs that are not ok
          --timeout SEC  how long a program may run (20)
          --jobs N       how many programs run at the same time (as many as there are processors)
          --cwd FOLDER   the folder to run the programs in (the folder they lie in)
          --format text|json
                         a table and totals (text), or one JSON object:
                           {"programs": [{"name", "status", "detail", "exit", "line", "expected", "actual"}],
                            "totals": {"ok", "wrong output", "runtime error", "timeout", "compile error", "no .out"}}
                         exit is there for programs that ran to an end; line, expected and actual where outputs differ
          --color auto|always|never
                         colour in messages; auto (the default) means on a terminal unless NO_COLOR is set
          -v, --verbose  say what is being done, on stderr
          -h, --help     this page

        The Erlang/OTP is found as by 'mochi run'; MOCHI_ERL chooses another.

        Examples:
          conformance examples
          conformance --only string --failed tests/vm/valid
          conformance --format json tests/vm/valid > report.json

        Exit status:
          0   every program with a recorded output printed it, and none failed
          1   a program did not, or the folder cannot be read
          2   the command line makes no sense
          70  a defect of conformance itself; please report it
        """;

    private static readonly string[] Names =
        ["--only", "--failed", "--timeout", "--jobs", "--cwd", "--format", .. CommonOptions.Names];

    /// <summary>Runs <c>conformance ARGUMENTS</c>.</summary>
    public static int Run(CommandContext context, string[] arguments)
    {
        if (Parse(context, arguments) is not { } options)
        {
            context.WriteLine(HelpText);
            return ExitStatus.Fine;
        }

        var results = new ProgramRunner(context, options).RunAll(FindPrograms(options));
        context.WriteOutput(options.Json ? JsonReport.Create(results) : TextReport.Create(results, options.Failed));
        return results.TrueForAll(result => result.Outcome is Outcome.Ok or Outcome.NoOut)
            ? ExitStatus.Fine
            : ExitStatus.Problems;
    }

    private static ConformanceOptions? Parse(CommandContext context, string[] arguments)
    {
        string? folder = null;
        var only = "";
        string? working = null;
        var defaults = new ConformanceOptions { Folder = "" };
        var (timeout, jobs, json, failed) = (defaults.Timeout, defaults.Jobs, false, false);
        var reader = new ArgumentReader(arguments);
        while (reader.Next())
        {
            switch (reader.Option)
            {
                case null when folder is null:
                    folder = reader.Text;
                    break;
                case null:
                    throw new UsageException($"one FOLDER is tested at a time, but '{reader.Text}' is another");
                case "--only":
                    only = reader.Value();
                    break;
                case "--failed":
                    failed = true;
                    break;
                case "--timeout":
                    timeout = TimeSpan.FromSeconds(Number(reader));
                    break;
                case "--jobs":
                    jobs = Number(reader);
                    break;
                case "--cwd":
                    working = reader.Value();
                    break;
                case "--format":
                    json = reader.Value("text", "json") == "json";
                    break;
                default:
                    if (!context.Options.TryTake(reader))
                    {
                        throw reader.Unknown(Names);
                    }

                    break;
            }
        }

        return context.Options.Help ? null : new ConformanceOptions
        {
            Folder = folder ?? throw new UsageException("no FOLDER to test", "for example: conformance examples"),
            Only = only,
            Timeout = timeout,
            Jobs = jobs,
            WorkingFolder = working,
            Json = json,
            Failed = failed,
        };
    }

    private static int Number(ArgumentReader reader)
    {
        var text = reader.Value();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100_000
            ? number
            : throw new UsageException($"option {reader.Option} cannot be '{text}'", "it is a whole number from 1");
    }

    private static List<string> FindPrograms(ConformanceOptions options)
    {
        try
        {
            var programs = new List<string>();
            foreach (var path in Directory.GetFiles(options.Folder, "*.mochi"))
            {
                if (Path.GetFileName(path).Contains(options.Only, StringComparison.Ordinal))
                {
                    programs.Add(path);
                }
            }

            programs.Sort(string.CompareOrdinal);
            return programs.Count > 0 ? programs : throw new DiagnosticException(new Diagnostic(
                "MC040", DiagnosticSeverity.Error, "there is no .mochi file here", new DiagnosticPlace(options.Folder)));
        }
        catch (Exception exception) when (FileFault.Is(exception))
        {
            throw new DiagnosticException(
                new Diagnostic(
                    "MC041",
                    DiagnosticSeverity.Error,
                    $"the folder cannot be read: {FileFault.Describe(exception)}",
                    new DiagnosticPlace(options.Folder),
                    "give a folder that holds .mochi files"),
                exception);
        }
    }
}
