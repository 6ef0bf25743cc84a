using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>
/// Binds local functions that may call one another and themselves, for the rest of the innermost enclosing block;
/// gives <c>ok</c>. A direct call through <see cref="ApplyExpression"/> of such a local costs no fun.
/// </summary>
/// <param name="Functions">The functions.</param>
public sealed record LetFunctionsExpression(ImmutableArray<LocalFunction> Functions) : Expression;
