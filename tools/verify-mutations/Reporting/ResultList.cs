using System.Globalization;
using Mochi.VerifyMutations.Machines;

namespace Mochi.VerifyMutations.Reporting;

/// <summary>One line about each mutant, with tabs between the fields.</summary>
internal static class ResultList
{
    public static string Line(MutantResult result)
    {
        var ours = result.IsStrictlyAccepted ? "strict" : result.IsAccepted ? "default" : "rejected";
        return string.Join(
            '\t',
            new[]
            {
                $"{result.Release}", $"{result.Number}", result.Way, result.Place, ours, result.Finding, $"{result.Validator.Outcome}", result.Validator.Reason,
                result.Validator.Instruction, $"{result.Outcome}", result.LastWords,
            }.Select(field => field.ReplaceLineEndings(" ").Replace('\t', ' ')));
    }

    /// <summary>What a line says.</summary>
    public static MutantResult Read(string line)
    {
        var fields = line.Split('\t');
        return new MutantResult
        {
            Release = int.Parse(fields[0], CultureInfo.InvariantCulture),
            Number = long.Parse(fields[1], CultureInfo.InvariantCulture),
            Way = fields[2],
            Place = fields[3],
            IsAccepted = fields[4] is "strict" or "default",
            IsStrictlyAccepted = fields[4] is "strict",
            Finding = fields[5],
            Validator = new ValidatorVerdict(Enum.Parse<ValidatorOutcome>(fields[6]), fields[7], fields[8]),
            Outcome = Enum.Parse<RunOutcome>(fields[9]),
            LastWords = fields[10],
        };
    }
}
