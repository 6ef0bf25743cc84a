using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>An atom out of a set.</summary>
/// <param name="Names">The atoms, sorted by code units; empty means any atom.</param>
public sealed record AtomType(ImmutableArray<string> Names) : IrType;
