using System.Collections.Immutable;

namespace Mochi.BeamFile.Analysis;

/// <summary>A function that is called and that nobody has.</summary>
/// <param name="Function">The function.</param>
/// <param name="Reason">Why the call would fail.</param>
/// <param name="OtherArities">The arities with which the module does export a function of this name.</param>
/// <param name="Calls">Who calls it or makes a fun of it, in order.</param>
public sealed record UnresolvedFunction(
    Mfa Function, UnresolvedReason Reason, ImmutableArray<int> OtherArities, ImmutableArray<FunctionCall> Calls);
