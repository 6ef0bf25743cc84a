using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>Calls a function of the same module.</summary>
/// <param name="Function">The function.</param>
/// <param name="Arguments">Its arguments, evaluated left to right.</param>
public sealed record CallExpression(FunctionReference Function, ImmutableArray<Expression> Arguments) : Expression;
