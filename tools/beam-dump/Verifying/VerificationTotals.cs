using Mochi.BeamAsm.Verification;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamDump.Verifying;

/// <summary>What was found in all files together.</summary>
internal sealed class VerificationTotals
{
    /// <summary>How many files were verified.</summary>
    public int Files { get; private set; }

    /// <summary>How many of them are accepted.</summary>
    public int Accepted { get; private set; }

    /// <summary>How many files could not be read.</summary>
    public int Unread { get; private set; }

    /// <summary>How many findings are errors.</summary>
    public long Errors { get; private set; }

    /// <summary>How many are only notes.</summary>
    public long Notes { get; private set; }

    /// <summary>Types of registers that the machine trusts.</summary>
    public UseTotals Annotations { get; } = new();

    /// <summary>Operands that instructions take for granted.</summary>
    public UseTotals Operands { get; } = new();

    /// <summary>Adds a file.</summary>
    /// <param name="result">What was found in it; <see langword="null"/> when it could not be read.</param>
    public void Add(VerificationResult? result)
    {
        if (result is null)
        {
            Unread++;
            return;
        }

        Files++;
        Accepted += result.IsAccepted ? 1 : 0;
        var errors = ErrorsIn(result);
        Errors += errors;
        Notes += result.Findings.Length - errors;
        Annotations.Add(result.Annotations);
        Operands.Add(result.Operands);
    }

    /// <summary>How many findings are errors.</summary>
    public static int ErrorsIn(VerificationResult result)
    {
        var errors = 0;
        foreach (var finding in result.Findings)
        {
            errors += finding.Severity == DiagnosticSeverity.Error ? 1 : 0;
        }

        return errors;
    }
}
