using Mochi.VerifyMutations.Machines;

namespace Mochi.VerifyMutations.Reporting;

/// <summary>What was found out about a mutant.</summary>
internal sealed record MutantResult
{
    public required int Release { get; init; }

    public required long Number { get; init; }

    public required string Way { get; init; }

    /// <summary>Module and function.</summary>
    public required string Place { get; init; }

    /// <summary>Whether the verifier accepts it.</summary>
    public required bool IsAccepted { get; init; }

    /// <summary>Whether the verifier accepts it in strict mode.</summary>
    public required bool IsStrictlyAccepted { get; init; }

    /// <summary>The first rule that it breaks, with what is said about it.</summary>
    public required string Finding { get; init; }

    /// <summary>What OTP's validator says.</summary>
    public required ValidatorVerdict Validator { get; init; }

    /// <summary>What came of running it.</summary>
    public RunOutcome Outcome { get; set; }

    /// <summary>What the machine said when it went down.</summary>
    public string LastWords { get; set; } = "";
}
