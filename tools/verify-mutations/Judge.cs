using Mochi.BeamAsm.Verification;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.VerifyMutations.Machines;
using Mochi.VerifyMutations.Mutation;
using Mochi.VerifyMutations.Reporting;

namespace Mochi.VerifyMutations;

/// <summary>Asks the verifier, OTP's validator, and the machine about mutants, one after the other.</summary>
internal sealed class Judge(OtpFolder otp, Validator validator, MutationOptions options) : IDisposable
{
    // What the strict mode accepts has machines of its own, as one that went down is blamed on what ran in it.
    private readonly Runner _runner = new(otp);
    private readonly CarefulRunner _careful = new(new Runner(otp));

    /// <summary>Judges a mutant.</summary>
    public MutantResult Of(Mutant mutant, byte[] file)
    {
        var verified = Verify(mutant.Module, out var thrown);
        var first = verified.Findings.FirstOrDefault(finding => finding.Severity == DiagnosticSeverity.Error) ?? verified.Findings.FirstOrDefault();
        var result = new MutantResult
        {
            Release = otp.Release,
            Number = mutant.Number,
            Way = mutant.Way.Name,
            Place = $"{mutant.Subject.Name}:{mutant.Subject.Module.Functions[mutant.Function]}",
            IsAccepted = verified.IsAccepted && thrown.Length == 0,
            IsStrictlyAccepted = verified.Findings.IsEmpty && thrown.Length == 0,
            Finding = first is null ? thrown : $"{first.Rule.Code} {first.Message}",
            Validator = validator.Check(mutant.Subject.Key, mutant.Module, mutant.Function),
        };
        var calls = mutant.Subject.Calls[mutant.Function];
        if (result.IsStrictlyAccepted)
        {
            _careful.Run(result, file, calls);
        }
        else if (result.IsAccepted || result.Validator.Outcome == ValidatorOutcome.Accepted
            || new MutationRandom(options.Seed + 1, mutant.Number).Below(options.RunRejected) == 0)
        {
            result.Outcome = _runner.Run(file, calls);
            result.LastWords = result.Outcome is RunOutcome.Refused or RunOutcome.Ran ? "" : _runner.LastWords;
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runner.Dispose();
        _careful.Dispose();
    }

    /// <summary>Verifies a module; an exception is something that the report has to tell.</summary>
    private static VerificationResult Verify(BeamModule module, out string thrown)
    {
        try
        {
            thrown = "";
            return ModuleVerifier.Verify(module);
        }
#pragma warning disable CA1031 // Whatever it is.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            thrown = $"{exception.GetType().Name} {exception.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Mochi.", StringComparison.Ordinal))?.Trim()}";
            return new VerificationResult([], default, default);
        }
    }
}
