namespace Mochi.BeamAsm.Ir;

/// <summary>Short-circuit disjunction of two booleans.</summary>
/// <param name="Left">Evaluated first.</param>
/// <param name="Right">Evaluated only when the left one is <c>false</c>.</param>
public sealed record OrExpression(Expression Left, Expression Right) : Expression;
