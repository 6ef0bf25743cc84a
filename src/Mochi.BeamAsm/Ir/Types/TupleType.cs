using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>A tuple.</summary>
/// <param name="Elements">Types of the elements; <see langword="default"/> when not even the size is known.</param>
public sealed record TupleType(ImmutableArray<IrType> Elements) : IrType;
