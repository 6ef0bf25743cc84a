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
}
