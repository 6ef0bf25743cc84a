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
    private readonly TextWriter _log;
    private readonly Lock _gate = new();
    private long _number;
    private int _made;

    public MutationRun(int release, MutationOptions options, TextWriter log)
    {
        _options = options;
        _log = log;
        _otp = new OtpFolder(release);
        _validator = new Validator(_otp);
        using var runner = new Runner(_otp);
        var subjects = new SubjectLoader(_otp, _validator, log).Load(runner, options.IsShort);
        Source = new MutantSource(subjects, options.Ways, options.Seed);
        Subjects = subjects;
        log.WriteLine($"OTP {release}: {subjects.Count} modules, {subjects.Sum(subject => subject.Functions.Count)} functions, {Source.WayCount} ways");
    }

    public MutantSource Source { get; }

    /// <summary>What is broken.</summary>
    public IReadOnlyList<Subject> Subjects { get; }

    /// <summary>Makes and judges mutants; what comes first does not depend on how fast anything is.</summary>
    /// <param name="count">How many.</param>
    public IReadOnlyList<MutantResult> Run(int count)
    {
        var results = new MutantResult?[count];
        var judges = Enumerable.Range(0, _options.Judges).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using var judge = new Judge(_otp, _validator, _options);
                while (Next(count) is { } next)
                {
                    results[next.Index] = judge.Of(next.Mutant, next.File);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        Task.WaitAll(judges);
        return [.. results.OfType<MutantResult>()];
    }

    /// <summary>Judges a mutant.</summary>
    /// <returns>What was found; <see langword="null"/> when there is no file for it.</returns>
    public MutantResult? Judge(Mutant mutant)
    {
        using var judge = new Judge(_otp, _validator, _options);
        return Write(mutant) is { } file ? judge.Of(mutant, file) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _validator.Dispose();
        _otp.Dispose();
    }

    /// <summary>The next mutant that is unlike all before and that there is a file for.</summary>
    private (int Index, Mutant Mutant, byte[] File)? Next(int count)
    {
        lock (_gate)
        {
            for (; _made < count && _number < count * 20L; _number++)
            {
                if (Source.Make(_number) is { } mutant && Source.IsNew(mutant) && Write(mutant) is { } file)
                {
                    if (_made % 2000 == 0)
                    {
                        _log.WriteLine($"OTP {_otp.Release}: {_made} of {count}");
                    }

                    _number++;
                    return (_made++, mutant, file);
                }
            }

            return null;
        }
    }

    private static byte[]? Write(Mutant mutant)
    {
        try
        {
            return BeamModuleWriter.Write(mutant.Module);
        }
        catch (Exception exception) when (exception is DiagnosticException or ArgumentException or InvalidCastException)
        {
            return null;
        }
    }
}
