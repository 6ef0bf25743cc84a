using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamAsm.Verification;

/// <summary>Something that breaks a rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Severity">Whether it is an error, or only not proven.</param>
/// <param name="FunctionIndex">Which function of the module it is in; negative for the module as a whole.</param>
/// <param name="InstructionIndex">Which instruction of the function it is; negative for the function as a whole.</param>
/// <param name="Message">What was found and what is required.</param>
/// <param name="Hint">What can be done about it.</param>
public sealed record VerificationFinding(
    VerificationRule Rule, DiagnosticSeverity Severity, int FunctionIndex, int InstructionIndex, string Message, string? Hint)
{
    /// <summary>What the registers held there, one line each; empty for what no path led to.</summary>
    public string Registers => RegisterFile?.ToString() ?? "";

    internal RegisterFile? RegisterFile { get; init; }
}
