using Mochi.VerifyMutations.Machines;

namespace Mochi.VerifyMutations.Reporting;

/// <summary>Why the verifier and OTP's validator say different things of the same code.</summary>
internal static class Explanations
{
    public const string Stuck =
        "A branch that leads back without a call in between can run for ever, and a process is only stopped where it calls. No verifier finds endless loops; OTP's validator accepts these as well.";

    private static readonly Dictionary<string, string> Validator = new(StringComparer.Ordinal)
    {
    };

    private static readonly Dictionary<string, string> Rules = new(StringComparer.Ordinal)
    {
    };

    /// <summary>The class of a rejection: the reason without its details.</summary>
    public static string ClassOf(ValidatorVerdict verdict)
    {
        if (verdict.Outcome == ValidatorOutcome.NoText)
        {
            return "no text";
        }

        var reason = verdict.Reason;
        if (reason.StartsWith("{{", StringComparison.Ordinal))
        {
            return "not_live";
        }

        var start = reason.StartsWith('{') ? 1 : 0;
        var end = start;
        while (end < reason.Length && (char.IsAsciiLetterOrDigit(reason[end]) || reason[end] == '_'))
        {
            end++;
        }

        return reason[start..end];
    }

    /// <summary>Why the verifier accepts what the validator rejects for such a reason.</summary>
    public static string? OfValidator(string reason) => Validator.GetValueOrDefault(reason);

    /// <summary>Why the verifier rejects by a rule what the validator accepts.</summary>
    public static string? OfRule(string rule) => Rules.GetValueOrDefault(rule);
}
