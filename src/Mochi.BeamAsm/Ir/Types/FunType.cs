using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>A fun.</summary>
/// <param name="Parameters">Types of the parameters; <see langword="default"/> when the arity is not known.</param>
/// <param name="Result">Type of the result.</param>
public sealed record FunType(ImmutableArray<IrType> Parameters, IrType Result) : IrType;
