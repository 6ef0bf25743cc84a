using System.Collections.Immutable;

namespace Mochi.BeamFile.Analysis;

/// <summary>What a <see cref="LinkCheck"/> found; everything is ordered by name.</summary>
/// <param name="Unresolved">The functions that are called and that nobody has.</param>
/// <param name="Possible">
/// Given roots, the modules that are reached only when an atom is taken for a module; else empty.
/// </param>
/// <param name="Unreached">Given roots, the modules that nothing leads to; else empty.</param>
/// <param name="Duplicates">Modules that are there more than once, each file but the first in the order given.</param>
public sealed record LinkResult(
    ImmutableArray<UnresolvedFunction> Unresolved,
    ImmutableArray<PossibleModule> Possible,
    ImmutableArray<LinkModule> Unreached,
    ImmutableArray<LinkModule> Duplicates);
