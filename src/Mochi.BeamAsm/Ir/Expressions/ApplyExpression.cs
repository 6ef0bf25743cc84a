using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>Calls a fun.</summary>
/// <param name="Fun">Gives the fun.</param>
/// <param name="Arguments">Its arguments, evaluated before the fun, left to right.</param>
public sealed record ApplyExpression(Expression Fun, ImmutableArray<Expression> Arguments) : Expression;
