using System.Globalization;
using Mochi.BeamAsm.Disassembly;
using Mochi.BeamAsm.Text;
using Mochi.VerifyMutations;
using Mochi.VerifyMutations.Machines;
using Mochi.VerifyMutations.Reporting;

const string Help =
    """
    Breaks valid modules in many ways and compares what the verifier, the validator of OTP's compiler, and a machine that loads and
    runs them make of each.

    Usage: dotnet run -c Release --project tools/verify-mutations -- [options]

      --count N         how many mutants (default 100000), half of them of each release
      --seed N          what they are made from (default 1)
      --way LIST        only these ways, with commas between them (default all)
      --release N       only 27 or 29 (default both)
      --short           break only a few modules
      --run-rejected N  of so many mutants that the verifier and the validator reject, run one (default 10); all others are run
      --judges N        how many mutants of each release are judged at once (default 3)
      --report FILE     writes the page
      --list FILE       writes a line about each mutant
      --from FILE       makes the page from such a list, without running anything
      --reproduce N     shows mutants by their numbers, as assembly text, and what is found; needs --release and the same other options

    Exit status: 0 when no mutant that the strict mode accepts takes a machine down, 1 when one does, 2 for a wrong command line.
    """;

if (args is ["--help"] or ["-h"])
{
    Console.Out.WriteLine(Help);
    return 0;
}

MutationOptions options;
try
{
    options = MutationOptions.Parse(args);
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"verify-mutations: {exception.Message}; see --help");
    return 2;
}

var log = TextWriter.Synchronized(Console.Error);
if (options.Reproduce.Count > 0)
{
    using var run = new MutationRun(options.Releases[0], options, TextWriter.Null);
    foreach (var number in options.Reproduce)
    {
        if (run.Source.Make(number) is not { } mutant || run.Judge(mutant) is not { } result)
        {
            Console.Error.WriteLine($"verify-mutations: there is no mutant {number}");
            return 2;
        }

        var entry = mutant.Subject.Module.Functions[mutant.Function].EntryLabel;
        Console.Out.WriteLine(BasmWriter.Write(mutant.Module, new ListingOptions { IsShown = function => function.EntryLabel == entry }));
        Console.Out.WriteLine(ResultList.Line(result));
    }

    return 0;
}

var results = options.From is { } earlier ? File.ReadLines(earlier).Select(ResultList.Read).ToList() : Run();
if (options.List is { } list)
{
    File.WriteAllLines(list, results.Select(ResultList.Line));
}

if (options.Report is { } report)
{
    File.WriteAllText(report, new MutationReport(options, results).Write());
}

var down = results.Count(result => result.IsStrictlyAccepted && result.Outcome is RunOutcome.Crashed or RunOutcome.CrashedAtLoad or RunOutcome.HungAtLoad && result.IsStrictlyAccepted);
Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{results.Count} mutants, {down} accepted in strict mode took a machine down"));
return down == 0 ? 0 : 1;

List<MutantResult> Run()
{
    var tasks = options.Releases.Select((release, index) => Task.Factory.StartNew(
        () =>
        {
            using var run = new MutationRun(release, options, log);
            return run.Run((options.Count / options.Releases.Count) + (index < options.Count % options.Releases.Count ? 1 : 0));
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
    return [.. tasks.SelectMany(task => task.Result)];
}
