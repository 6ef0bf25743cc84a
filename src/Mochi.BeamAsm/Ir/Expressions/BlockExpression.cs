using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>
/// Evaluates expressions in order and gives the last one's value, or <c>ok</c> when there are none. It is the scope
/// of the locals bound directly in it.
/// </summary>
/// <param name="Expressions">The expressions.</param>
public sealed record BlockExpression(ImmutableArray<Expression> Expressions) : Expression;
