using System.Collections.Immutable;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamAsm.Verification;

/// <summary>What the verifier found in a module.</summary>
/// <param name="Findings">What breaks rules, in the order of the code.</param>
/// <param name="Annotations">Types of registers that the machine trusts.</param>
/// <param name="Operands">Operands that instructions take for granted.</param>
public sealed record VerificationResult(ImmutableArray<VerificationFinding> Findings, UseCounts Annotations, UseCounts Operands)
{
    /// <summary>Whether nothing is wrong; types that are only not proven are not wrong, unless that was asked for.</summary>
    public bool IsAccepted => !Findings.Any(finding => finding.Severity == DiagnosticSeverity.Error);
}
