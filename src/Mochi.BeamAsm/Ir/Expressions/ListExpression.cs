using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>Builds a list.</summary>
/// <param name="Elements">The first elements, evaluated left to right.</param>
/// <param name="Tail">The rest; <see langword="null"/> for the empty list.</param>
public sealed record ListExpression(ImmutableArray<Expression> Elements, Expression? Tail) : Expression;
