namespace Mochi.BeamAsm.Ir;

/// <summary>Binds a local for the rest of the innermost enclosing block; gives <c>ok</c>.</summary>
/// <param name="Local">The local; bound once.</param>
/// <param name="Value">Its first value.</param>
public sealed record LetExpression(Local Local, Expression Value) : Expression;
