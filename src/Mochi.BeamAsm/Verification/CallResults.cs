using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification;

/// <summary>
/// What functions give for the arguments of one call, where what they give for all calls together does not prove enough: a function is
/// followed by itself with these arguments, and the functions that it calls with theirs, a few calls deep. Of deeper calls that is taken which
/// is true of all calls, and so of these.
/// </summary>
/// <param name="facts">What is known of all calls.</param>
internal sealed class CallResults(ModuleFacts facts)
{
    /// <summary>More calls within calls are not followed by themselves.</summary>
    public const int MaximumDepth = 2;

    // Instructions of the functions that are followed; bounds the work for a module that calls much with ever other arguments.
    private const int MaximumWork = 20_000_000;

    private readonly Dictionary<Call, TermType> _results = [];
    private int _work;

    /// <summary>What a function gives for some arguments.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">What the arguments may be.</param>
    /// <param name="depth">Calls within calls that may still be followed by themselves, this one included.</param>
    public TermType Of(FunctionFacts function, ReadOnlySpan<TermType> arguments, int depth)
    {
        var callee = facts.Functions[function.Index];
        if (depth == 0 || !callee.IsSound || callee.Result.IsNone || callee.Result.IsSingleton || (depth == 1 && !IsNarrower(callee, arguments)))
        {
            return callee.Result;
        }

        var call = new Call(callee.Index, depth, [.. arguments]);
        if (_results.TryGetValue(call, out var known))
        {
            return known;
        }

        if (_work > MaximumWork)
        {
            return callee.Result;
        }

        _work += callee.Code.Instructions.Length;
        var variant = new FunctionFacts(callee, call.Arguments);
        var verifier = new FunctionVerifier(facts, variant, this, depth - 1);
        verifier.Follow();
        verifier.Release();
        var result = callee.Result.Meet(variant.Result);
        _results.Add(call, result);
        return result;
    }

    private static bool IsNarrower(FunctionFacts callee, ReadOnlySpan<TermType> arguments)
    {
        for (var index = 0; index < arguments.Length; index++)
        {
            if (!callee.Parameters[index].IsSubsetOf(arguments[index]))
            {
                return true;
            }
        }

        return false;
    }

    private readonly record struct Call(int Function, int Depth, TermType[] Arguments)
    {
        public bool Equals(Call other) =>
            Function == other.Function && Depth == other.Depth && Arguments.AsSpan().SequenceEqual(other.Arguments);

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
