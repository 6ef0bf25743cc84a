using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>A value of one of several types.</summary>
/// <param name="Members">At least two types, none of them a union.</param>
public sealed record UnionType(ImmutableArray<IrType> Members) : IrType;
