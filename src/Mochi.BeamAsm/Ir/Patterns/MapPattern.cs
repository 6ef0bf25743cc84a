using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>Matches a map that has all the keys.</summary>
/// <param name="Entries">Keys and patterns of their values.</param>
public sealed record MapPattern(ImmutableArray<MapPatternEntry> Entries) : Pattern;
