using System.Collections.Immutable;
using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification.Signatures;

/// <summary>What one function outside the module does.</summary>
internal sealed class Signature
{
    // What a call can be known to do from its row alone: made once.
    private readonly CallOutcome _returns;
    private readonly CallOutcome _mayFail;
    private readonly CallOutcome _fails;

    public Signature(
        string module, string function, int arity, int since, TermType result, ImmutableArray<TermType> required,
        SignatureFlags flags, SignatureRule rule)
    {
        (Module, Function, Arity, Since) = (module, function, arity, since);
        (Result, Required, Flags, Rule) = (result, required, flags, rule);
        Refused = (flags & SignatureFlags.Refuses) != 0 ? required : null;
        _returns = new CallOutcome(result, false, required, Refused);
        _mayFail = new CallOutcome(result, true, required, Refused);
        _fails = new CallOutcome(TermType.None, true, required, Refused);
    }

    /// <summary>The function's module.</summary>
    public string Module { get; }

    /// <summary>The function's name.</summary>
    public string Function { get; }

    /// <summary>Its number of arguments.</summary>
    public int Arity { get; }

    /// <summary>The first OTP release that has it; 27 for those that were there before.</summary>
    public int Since { get; }

    /// <summary>What it gives, whatever the arguments are.</summary>
    public TermType Result { get; }

    /// <summary>What its arguments are when it has returned; empty when that is not known.</summary>
    public ImmutableArray<TermType> Required { get; }

    /// <summary>What its argument is not when it has failed, if that is known.</summary>
    public ImmutableArray<TermType>? Refused { get; }

    /// <summary>What else is known.</summary>
    public SignatureFlags Flags { get; }

    /// <summary>How more is told from the types of its arguments.</summary>
    public SignatureRule Rule { get; }

    /// <summary>What a call does.</summary>
    /// <param name="arguments">The types of the arguments, as many as <see cref="Arity"/>.</param>
    public CallOutcome Apply(ReadOnlySpan<TermType> arguments)
    {
        var canFail = (Flags & (SignatureFlags.IsSafe | SignatureFlags.Refuses)) == 0;
        for (var index = 0; index < arguments.Length; index++)
        {
            if (arguments[index].IsNone)
            {
                return _fails;
            }

            if (index < Required.Length && !arguments[index].IsSubsetOf(Required[index]))
            {
                if (arguments[index].IsDisjointFrom(Required[index]))
                {
                    return _fails;
                }

                canFail = true;
            }
        }

        return Rule == SignatureRule.None ? Of(canFail) : SignatureRules.Apply(this, arguments, canFail);
    }

    /// <summary>The outcome that the row alone tells.</summary>
    internal CallOutcome Of(bool canFail) => canFail ? _mayFail : _returns;

    /// <summary>The outcome with a result of the type, which is a part of <see cref="Result"/>.</summary>
    internal CallOutcome Of(TermType result, bool canFail) =>
        ReferenceEquals(result, Result) ? Of(canFail) : result.IsNone ? _fails : new CallOutcome(result, canFail, Required, Refused);
}
