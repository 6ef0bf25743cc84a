namespace Mochi.BeamAsm.Ir;

/// <summary>
/// Evaluates a body and handles what it raises. Nothing after the body is covered. The value is the body's or the
/// handler's.
/// </summary>
/// <param name="Body">The covered expression.</param>
/// <param name="Class">Bound in the handler to <c>error</c>, <c>exit</c> or <c>throw</c>.</param>
/// <param name="Reason">Bound in the handler to the reason.</param>
/// <param name="Stack">Bound in the handler to the stack trace as a term.</param>
/// <param name="Handler">Evaluated when the body raised.</param>
public sealed record TryExpression(Expression Body, Local Class, Local Reason, Local Stack, Expression Handler) : Expression;
