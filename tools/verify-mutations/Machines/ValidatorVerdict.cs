namespace Mochi.VerifyMutations.Machines;

/// <summary>What OTP's validator says.</summary>
/// <param name="Outcome">Its verdict.</param>
/// <param name="Reason">Its reason, a term.</param>
/// <param name="Instruction">The instruction that it stops at, a term.</param>
internal readonly record struct ValidatorVerdict(ValidatorOutcome Outcome, string Reason, string Instruction);
