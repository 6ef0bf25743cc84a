namespace Mochi.BeamAsm.Ir;

/// <summary>Gives a mutable local a new value; gives <c>ok</c>.</summary>
/// <param name="Local">A bound, mutable local of this function.</param>
/// <param name="Value">The new value.</param>
public sealed record AssignExpression(Local Local, Expression Value) : Expression;
