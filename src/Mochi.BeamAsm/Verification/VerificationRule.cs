using System.Collections.Immutable;

namespace Mochi.BeamAsm.Verification;

/// <summary>Something that the verifier requires.</summary>
/// <param name="Code">Its stable code, <c>BV</c> and three digits.</param>
/// <param name="Title">What it requires, in one sentence.</param>
/// <param name="Reason">What happens in the machine, or to whoever loads the module, when it is broken.</param>
public sealed record VerificationRule(string Code, string Title, string Reason)
{
    /// <summary>All rules, in the order of their codes.</summary>
    public static ImmutableArray<VerificationRule> All => Rules.All;
}
