namespace Mochi.BeamAsm.Ir;

/// <summary>Negation of a boolean.</summary>
/// <param name="Operand">The boolean.</param>
public sealed record NotExpression(Expression Operand) : Expression;
