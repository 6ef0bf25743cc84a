using System.Collections.Immutable;

namespace Mochi.BeamAsm.Verification;

/// <summary>Something that the verifier requires.</summary>
/// <param name="Code">Its stable code, <c>BV</c> and three digits.</param>
/// <param name="Title">What it requires, in one sentence.</param>
public sealed record VerificationRule(string Code, string Title)
{
    /// <summary>All rules, in the order of their codes.</summary>
    public static ImmutableArray<VerificationRule> All => Rules.All;
}
