using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>Matches a tuple of that many elements.</summary>
/// <param name="Elements">Patterns of the elements.</param>
public sealed record TuplePattern(ImmutableArray<Pattern> Elements) : Pattern;
