namespace Mochi.BeamAsm.Ir;

/// <summary>Returns from the function or fun.</summary>
/// <param name="Value">The result.</param>
public sealed record ReturnExpression(Expression Value) : Expression;
