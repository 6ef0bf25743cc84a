namespace Mochi.VerifyMutations.Machines;

/// <summary>The verdicts of OTP's validator.</summary>
internal enum ValidatorOutcome
{
    Accepted,

    Rejected,

    /// <summary>The compiler's assembly text cannot say what stands in the file.</summary>
    NoText,
}
