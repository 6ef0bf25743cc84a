using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir;

/// <summary>Calls a function whose module or name is only known at run time.</summary>
/// <param name="Module">Gives an atom.</param>
/// <param name="Function">Gives an atom.</param>
/// <param name="Arguments">Its arguments, evaluated left to right.</param>
public sealed record DynamicCallExpression(Expression Module, Expression Function, ImmutableArray<Expression> Arguments) : Expression;
