using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>Builds a tuple.</summary>
/// <param name="Elements">The elements, evaluated left to right.</param>
public sealed record TupleExpression(ImmutableArray<Expression> Elements) : Expression;
