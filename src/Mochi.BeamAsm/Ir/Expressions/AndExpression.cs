namespace Mochi.BeamAsm.Ir;

/// <summary>Short-circuit conjunction of two booleans.</summary>
/// <param name="Left">Evaluated first.</param>
/// <param name="Right">Evaluated only when the left one is <c>true</c>.</param>
public sealed record AndExpression(Expression Left, Expression Right) : Expression;
