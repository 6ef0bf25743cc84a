namespace Mochi.BeamAsm.Ir;

/// <summary>
/// Chooses by a boolean. The condition must be <c>true</c> or <c>false</c>; anything else counts as <c>false</c>.
/// </summary>
/// <param name="Condition">The boolean.</param>
/// <param name="Then">Value when it is <c>true</c>.</param>
/// <param name="Else">Value otherwise.</param>
public sealed record IfExpression(Expression Condition, Expression Then, Expression Else) : Expression;
