using Mochi.BeamAsm.Verification;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.VerifyMutations.Machines;
using Mochi.VerifyMutations.Mutation;
using Mochi.VerifyMutations.Reporting;
using Mochi.VerifyMutations.Subjects;

namespace Mochi.VerifyMutations;

/// <summary>Breaks modules of one release and asks the verifier, OTP's validator, and the machine about each mutant.</summary>
internal sealed class MutationRun : IDisposable
{
    private readonly MutationOptions _options;
    private readonly OtpFolder _otp;
    private readonly Validator _validator;
    private readonly Runner _rejectedRunner;
    private readonly CarefulRunner _runner;
    private readonly TextWriter _log;

    public MutationRun(int release, MutationOptions options, TextWriter log)
    {
        _options = options;
        _log = log;
        _otp = new OtpFolder(release);
        _validator = new Validator(_otp);
        _rejectedRunner = new Runner(_otp);
        _runner = new CarefulRunner(new Runner(_otp));
        var subjects = new SubjectLoader(_otp, _validator, log).Load(_rejectedRunner, options.IsShort);
        Source = new MutantSource(subjects, options.Ways, options.Seed);
        Subjects = subjects;
        log.WriteLine($"OTP {release}: {subjects.Count} modules, {subjects.Sum(subject => subject.Functions.Count)} functions, {Source.WayCount} ways");
    }

    public MutantSource Source { get; }

    /// <summary>What is broken.</summary>
    public IReadOnlyList<Subject> Subjects { get; }

    /// <summary>Makes and judges mutants.</summary>
    /// <param name="count">How many.</param>
    public List<MutantResult> Run(int count)
    {
        var results = new List<MutantResult>(count);
        for (var number = 0L; results.Count < count && number < count * 20L; number++)
        {
            if (Source.Make(number) is { } mutant && Source.IsNew(mutant) && Judge(mutant) is { } result)
            {
                results.Add(result);
                if (results.Count % 2000 == 0)
                {
                    _log.WriteLine($"OTP {_otp.Release}: {results.Count} of {count}, {_runner.Machines + _rejectedRunner.Machines} machines");
                }
            }
        }

        return results;
    }

    /// <summary>Judges a mutant.</summary>
    /// <returns>What was found; <see langword="null"/> when there is no file for it.</returns>
    public MutantResult? Judge(Mutant mutant)
    {
        byte[] file;
        try
        {
            file = BeamModuleWriter.Write(mutant.Module);
        }
        catch (Exception exception) when (exception is DiagnosticException or ArgumentException or InvalidCastException)
        {
            return null;
        }

        var verified = Verify(mutant.Module, out var thrown);
        var first = verified.Findings.FirstOrDefault(finding => finding.Severity == DiagnosticSeverity.Error) ?? verified.Findings.FirstOrDefault();
        var result = new MutantResult
        {
            Release = _otp.Release,
            Number = mutant.Number,
            Way = mutant.Way.Name,
            Place = $"{mutant.Subject.Name}:{mutant.Subject.Module.Functions[mutant.Function]}",
            IsAccepted = verified.IsAccepted && thrown.Length == 0,
            IsStrictlyAccepted = verified.Findings.IsEmpty && thrown.Length == 0,
            Finding = first is null ? thrown : $"{first.Rule.Code} {first.Message}",
            Validator = _validator.Check(mutant.Subject.Key, mutant.Module, mutant.Function),
        };
        var calls = mutant.Subject.Calls[mutant.Function];
        if (result.IsStrictlyAccepted)
        {
            _runner.Run(result, file, calls);
        }
        else if (result.IsAccepted || result.Validator.Outcome == ValidatorOutcome.Accepted || new MutationRandom(_options.Seed + 1, mutant.Number).Below(_options.RunRejected) == 0)
        {
            result.Outcome = _rejectedRunner.Run(file, calls);
            result.LastWords = result.Outcome is RunOutcome.Refused or RunOutcome.Ran ? "" : _rejectedRunner.LastWords;
        }

        return result;
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

    /// <inheritdoc/>
    public void Dispose()
    {
        _validator.Dispose();
        _rejectedRunner.Dispose();
        _runner.Dispose();
        _otp.Dispose();
    }
}
