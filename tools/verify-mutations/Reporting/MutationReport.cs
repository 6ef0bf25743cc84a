using System.Globalization;
using System.Text;
using Mochi.VerifyMutations.Machines;

namespace Mochi.VerifyMutations.Reporting;

/// <summary>The page about a run.</summary>
internal sealed class MutationReport(MutationOptions options, IReadOnlyList<MutantResult> results)
{
    private readonly StringBuilder _text = new();

    /// <summary>Makes the page.</summary>
    public string Write()
    {
        WriteIntroduction();
        WriteMatrix("default mode", result => result.IsAccepted);
        WriteMatrix("strict mode", result => result.IsStrictlyAccepted);
        WriteWays();
        WriteDown();
        WriteMoreThanValidator();
        WriteLessThanValidator();
        return _text.ToString();
    }

    private void Line(FormattableString text) => _text.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private void WriteIntroduction()
    {
        Line($"# What the verifier makes of broken code");
        Line($"");
        Line($"Valid modules of OTP 27 and OTP 29, and one made for the purpose, are broken in {options.Ways.Count} ways, one function at a time. Each mutant is given to");
        Line($"the verifier (`beam-dump verify`, in its default mode and with `--strict`), to the `beam_validator` of the compiler of the same release, and to");
        Line($"a virtual machine of that release that loads it and calls exported functions which run the broken one.");
        Line($"");
        Line($"    {options.Command}");
        Line($"");
        Line($"wrote this page. The same seed gives the same mutants, and the same verdicts with the same OTP. What a machine does with broken code can depend on");
        Line($"what happens to be in its memory and on the time that it has, so the columns about it may differ a little from run to run.");
        Line($"");
        Line($"- {results.Count} different mutants: {Join(options.Releases.Select(release => $"{results.Count(result => result.Release == release)} of OTP {release}"))}.");
        Line($"- Only functions are broken that `beam_validator` accepts as they are, without the compiler's annotations, which no file keeps; and only modules");
        Line($"  that the strict mode accepts: functions of which not everything is proven got another body before.");
        Line($"- A call has a process of its own with little memory and time; what it gives is looked at as a whole, and garbage is collected before it ends.");
        Line($"- Run are all mutants that the verifier or the validator accepts, and one in {options.RunRejected} of those that both reject: {results.Count(IsRun)} in all.");
        Line($"- When a machine goes down over a mutant that the strict mode accepts, that and those before it are run again, each in a machine of its own, so that the");
        Line($"  guilty one is found.");
        Line($"");
    }

    private static string Join(IEnumerable<string> parts) => string.Join(", ", parts);

    private static bool IsRun(MutantResult result) => result.Outcome != RunOutcome.NotRun;

    private static bool IsLoaded(MutantResult result) => result.Outcome is RunOutcome.Ran or RunOutcome.Crashed or RunOutcome.Hung or RunOutcome.OutOfMemory;

    private static bool IsDown(MutantResult result) => result.Outcome is RunOutcome.Crashed or RunOutcome.CrashedAtLoad or RunOutcome.HungAtLoad;

    private static bool ValidatorAccepts(MutantResult result) => result.Validator.Outcome == ValidatorOutcome.Accepted;

    private void WriteMatrix(string mode, Func<MutantResult, bool> accepts)
    {
        Line($"## Matrix: {mode}");
        Line($"");
        Line($"| verifier | beam_validator | mutants | run | loader refuses | loaded | went well | machine down | at load | process stuck | out of memory |");
        Line($"|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var ours in new[] { true, false })
        {
            foreach (var theirs in new[] { true, false })
            {
                WriteRow(Word(ours), Word(theirs), results.Where(result => accepts(result) == ours && ValidatorAccepts(result) == theirs).ToList());
            }
        }

        WriteRow("all", "all", results);
        Line($"");
    }

    private static string Word(bool accepts) => accepts ? "accepts" : "rejects";

    private void WriteRow(string ours, string theirs, IReadOnlyList<MutantResult> some) => Line(
        $"| {ours} | {theirs} | {some.Count} | {some.Count(IsRun)} | {Of(some, RunOutcome.Refused)} | {some.Count(IsLoaded)} | {Of(some, RunOutcome.Ran)} | {Of(some, RunOutcome.Crashed)} | {Of(some, RunOutcome.CrashedAtLoad) + Of(some, RunOutcome.HungAtLoad)} | {Of(some, RunOutcome.Hung)} | {Of(some, RunOutcome.OutOfMemory)} |");

    private static int Of(IReadOnlyList<MutantResult> some, RunOutcome outcome) => some.Count(result => result.Outcome == outcome);

    private void WriteWays()
    {
        Line($"## Ways");
        Line($"");
        Line($"Accepted: by the verifier in its default mode, in its strict mode, and by `beam_validator`. Down: mutants that took a machine down, at load or later, among all");
        Line($"that were run, and among those that each accepts.");
        Line($"");
        Line($"| way | what is done | rules | mutants | accepted: default | strict | validator | run | loaded | down | default | strict | validator |");
        Line($"|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        var byWay = results.ToLookup(result => result.Way);
        foreach (var way in options.Ways.Where(way => byWay.Contains(way.Name)))
        {
            var some = byWay[way.Name].ToList();
            var down = some.Where(IsDown).ToList();
            Line($"| `{way.Name}` | {way.Summary} | {way.Rules} | {some.Count} | {some.Count(result => result.IsAccepted)} | {some.Count(result => result.IsStrictlyAccepted)} | {some.Count(ValidatorAccepts)} | {some.Count(IsRun)} | {some.Count(IsLoaded)} | {down.Count} | {down.Count(result => result.IsAccepted)} | {down.Count(result => result.IsStrictlyAccepted)} | {down.Count(ValidatorAccepts)} |");
        }

        Line($"");
    }

    private void WriteDown()
    {
        Line($"## Accepted in strict mode, and a machine went down");
        Line($"");
        var down = results.Where(result => result.IsStrictlyAccepted && IsDown(result)).ToList();
        if (down.Count == 0)
        {
            Line($"None.");
        }

        foreach (var result in down)
        {
            Line($"- OTP {result.Release}, mutant {result.Number}, `{result.Way}` in `{result.Place}`: {result.Outcome}. {result.LastWords.Split('\n')[0]}");
        }

        Line($"");
        WriteStuck();
    }

    private void WriteStuck()
    {
        var stuck = results.Where(result => result.IsStrictlyAccepted && result.Outcome is RunOutcome.Hung or RunOutcome.OutOfMemory && result.IsStrictlyAccepted).ToList();
        Line($"Processes that could not be stopped, and machines that ran out of memory: {stuck.Count}. {Explanations.Stuck}");
        Line($"");
        foreach (var result in stuck)
        {
            Line($"- OTP {result.Release}, mutant {result.Number}, `{result.Way}` in `{result.Place}`: {result.Outcome}");
        }

        Line($"");
    }

    private void WriteMoreThanValidator()
    {
        Line($"## Accepted, but not by beam_validator");
        Line($"");
        Line($"By the reason that it gives.");
        Line($"");
        Line($"| reason | accepted: default | strict | machine down: default | strict | an example, OTP:mutant |");
        Line($"|---|--:|--:|--:|--:|---|");
        var classes = results.Where(result => result.IsAccepted && !ValidatorAccepts(result))
            .GroupBy(result => Explanations.ClassOf(result.Validator)).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        foreach (var group in classes)
        {
            var example = group.FirstOrDefault(result => result.IsStrictlyAccepted) ?? group.First();
            Line($"| `{group.Key}` | {group.Count()} | {group.Count(result => result.IsStrictlyAccepted)} | {group.Count(IsDown)} | {group.Count(result => IsDown(result) && result.IsStrictlyAccepted)} | {example.Release}:{example.Number} `{example.Way}` `{example.Place}` |");
        }

        Line($"");
        foreach (var group in classes)
        {
            Line($"- `{group.Key}`: {Explanations.OfValidator(group.Key) ?? "not explained"}");
        }

        Line($"");
    }

    private void WriteLessThanValidator()
    {
        Line($"## Accepted by beam_validator, but not by the verifier");
        Line($"");
        Line($"By the first rule that a mutant breaks; the last two columns are among those that were run.");
        Line($"");
        Line($"| rule | mutants | loader refuses | machine down | an example, OTP:mutant |");
        Line($"|---|--:|--:|--:|---|");
        var classes = results.Where(result => !result.IsStrictlyAccepted && ValidatorAccepts(result))
            .GroupBy(result => result.Finding.Split(' ')[0]).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        foreach (var group in classes)
        {
            var example = group.First();
            Line($"| {group.Key} | {group.Count()} | {group.Count(result => result.Outcome == RunOutcome.Refused)} | {group.Count(IsDown)} | {example.Release}:{example.Number} `{example.Way}`: {example.Finding.Replace("|", "\\|", StringComparison.Ordinal)} |");
        }

        Line($"");
        foreach (var group in classes)
        {
            Line($"- {group.Key}: {Explanations.OfRule(group.Key) ?? "not explained"}");
        }
    }
}
