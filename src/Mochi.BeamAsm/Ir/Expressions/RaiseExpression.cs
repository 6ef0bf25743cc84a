namespace Mochi.BeamAsm.Ir;

/// <summary>Raises an exception; never returns.</summary>
/// <param name="Class"><c>error</c>, <c>exit</c> or <c>throw</c>.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Stack">A stack trace that a handler was given, to raise again; <see langword="null"/> for a new one.</param>
public sealed record RaiseExpression(Expression Class, Expression Reason, Expression? Stack) : Expression;
