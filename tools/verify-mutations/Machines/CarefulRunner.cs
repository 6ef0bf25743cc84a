using Mochi.BeamFile.Terms;
using Mochi.VerifyMutations.Reporting;

namespace Mochi.VerifyMutations.Machines;

/// <summary>
/// Runs mutants that the verifier accepts. When a machine goes down, the mutants that it ran are run again, each in a machine of its
/// own, to find the one that did it.
/// </summary>
internal sealed class CarefulRunner(Runner runner) : IDisposable
{
    private const int Repetitions = 3;

    // On a busy computer, what only took long is no fault.
    private const int MorePatience = 8;

    private readonly List<(MutantResult Result, byte[] File, IReadOnlyList<BitstringTerm> Calls)> _batch = [];

    /// <summary>Runs a mutant and notes what came of it.</summary>
    public void Run(MutantResult result, byte[] file, IReadOnlyList<BitstringTerm> calls)
    {
        if (runner.IsFresh)
        {
            _batch.Clear();
        }

        _batch.Add((result, file, calls));
        result.Outcome = runner.Run(file, calls);
        if (result.Outcome is RunOutcome.Ran or RunOutcome.Refused)
        {
            return;
        }

        result.LastWords = runner.LastWords;
        if (!Repeats(_batch[^1]))
        {
            FindAnother(result);
        }

        runner.Restart();
        _batch.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => runner.Dispose();

    private bool Repeats((MutantResult Result, byte[] File, IReadOnlyList<BitstringTerm> Calls) mutant)
    {
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            runner.Restart();
            var outcome = runner.Run(mutant.File, mutant.Calls, MorePatience);
            if (outcome is not (RunOutcome.Ran or RunOutcome.Refused))
            {
                mutant.Result.Outcome = outcome;
                mutant.Result.LastWords = runner.LastWords;
                return true;
            }
        }

        return false;
    }

    private void FindAnother(MutantResult last)
    {
        var isHang = last.Outcome is RunOutcome.Hung or RunOutcome.HungAtLoad;
        for (var index = _batch.Count - 2; index >= 0 && !isHang; index--)
        {
            if (Repeats(_batch[index]))
            {
                last.Outcome = RunOutcome.Ran;
                last.LastWords = "";
                return;
            }
        }

        if (isHang)
        {
            last.Outcome = RunOutcome.Ran;
            return;
        }

        last.LastWords = "only after others: " + last.LastWords;
    }
}
