using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification;

/// <summary>
/// What functions give for the arguments of one call, where what they give for all calls together does not prove enough: a function is
/// followed by itself with these arguments, and the functions that it calls with theirs, a few calls deep. Of deeper calls that is taken which
/// is true of all calls, and so of these.
/// </summary>
/// <param name="facts">What is known of all calls.</param>
/// <param name="depth">Calls within calls that are followed by themselves.</param>
internal sealed class CallResults(ModuleFacts facts, int depth)
{
    // Instructions of the functions that are followed, for each that the module has: bounds the work where calls lead to ever other arguments.
    private const int MaximumWork = 250;

    // A call of itself that has not settled after so many rounds gives what all calls give.
    private const int MaximumRounds = 12;

    private readonly Dictionary<Call, TermType> _results = [];
    private readonly List<ActiveCall> _active = [];
    private readonly long _maximumWork = MaximumWork * facts.Module.Functions.Sum(function => (long)function.Instructions.Length);
    private long _work;

    /// <summary>Calls within calls that are followed by themselves.</summary>
    public int Depth => depth;

    // The outermost of the active calls that the current one has taken an unfinished result from.
    private int _outermostUsed = int.MaxValue;

    /// <summary>What a function gives for some arguments.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">What the arguments may be.</param>
    /// <param name="rest">Calls within calls that may still be followed by themselves, this one included.</param>
    public TermType Of(FunctionFacts function, ReadOnlySpan<TermType> arguments, int rest)
    {
        var callee = facts.Functions[function.Index];
        if (!callee.IsSound || callee.Result.IsNone || callee.Result.IsSingleton)
        {
            return callee.Result;
        }

        if (TryUseActive(callee, arguments, out var result))
        {
            return result;
        }

        if (rest == 0 || _work > _maximumWork || (rest == 1 && AreWithin(callee.Parameters, arguments)))
        {
            return callee.Result;
        }

        var call = new Call(callee.Index, rest, [.. arguments]);
        if (_results.TryGetValue(call, out var known))
        {
            return known;
        }

        var outermostBefore = _outermostUsed;
        _outermostUsed = int.MaxValue;
        result = Follow(callee, call.Arguments, rest);

        // What rests on a result that is not final is not final either.
        if (_outermostUsed >= _active.Count)
        {
            _results.Add(call, result);
            _outermostUsed = int.MaxValue;
        }

        _outermostUsed = Math.Min(_outermostUsed, outermostBefore);
        return result;
    }

    /// <summary>A call within itself, with arguments of the same kind: it gives what the outer one does, as far as that is known.</summary>
    private bool TryUseActive(FunctionFacts callee, ReadOnlySpan<TermType> arguments, out TermType result)
    {
        for (var index = _active.Count - 1; index >= 0; index--)
        {
            var active = _active[index];
            if (active.Facts.Index == callee.Index && AreWithin(arguments, active.Facts.Parameters))
            {
                active.IsUsed = true;
                _outermostUsed = Math.Min(_outermostUsed, index);
                result = callee.Result.Meet(active.Facts.Result);
                return true;
            }
        }

        result = TermType.None;
        return false;
    }

    private TermType Follow(FunctionFacts callee, TermType[] arguments, int rest)
    {
        var active = new ActiveCall(new FunctionFacts(callee, arguments));
        _active.Add(active);
        TermType before;
        do
        {
            _work += callee.Code.Instructions.Length;
            active.IsUsed = false;
            active.Facts.Rounds++;
            before = active.Facts.Result;
            var kept = facts.Kept.Now;
            var verifier = new FunctionVerifier(facts, active.Facts, this, rest - 1);
            verifier.Follow();
            verifier.Release();
            facts.Kept.GoBack(kept);
        }
        while (active.IsUsed && active.Facts.Rounds < MaximumRounds && !active.Facts.Result.Equals(before));

        _active.RemoveAt(_active.Count - 1);
        return active.IsUsed && active.Facts.Rounds == MaximumRounds ? callee.Result : callee.Result.Meet(active.Facts.Result);
    }

    private static bool AreWithin(ReadOnlySpan<TermType> types, ReadOnlySpan<TermType> others)
    {
        for (var index = 0; index < types.Length; index++)
        {
            if (!types[index].IsSubsetOf(others[index]))
            {
                return false;
            }
        }

        return true;
    }

    private sealed class ActiveCall(FunctionFacts facts)
    {
        public FunctionFacts Facts => facts;

        public bool IsUsed { get; set; }
    }

    private readonly record struct Call(int Function, int Rest, TermType[] Arguments)
    {
        public bool Equals(Call other) =>
            Function == other.Function && Rest == other.Rest && Arguments.AsSpan().SequenceEqual(other.Arguments);

        public override int GetHashCode()
        {
            var hash = Function;
            foreach (var argument in Arguments)
            {
                hash = HashCode.Combine(hash, argument);
            }

            return hash;
        }
    }
}
