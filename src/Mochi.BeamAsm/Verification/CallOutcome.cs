using System.Collections.Immutable;
using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification;

/// <summary>What a call does, as far as the types of its arguments tell.</summary>
/// <param name="Result">What it gives; nothing when it never returns.</param>
/// <param name="CanFail">Whether it can raise, or go to its label.</param>
/// <param name="Required">What the arguments are when it has returned; empty when that tells nothing.</param>
/// <param name="Refused">When it fails only for arguments outside of types, those types.</param>
internal readonly record struct CallOutcome(
    TermType Result, bool CanFail, ImmutableArray<TermType> Required, ImmutableArray<TermType>? Refused = null);
