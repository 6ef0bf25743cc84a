namespace Mochi.BeamAsm.Ir;

/// <summary>One replaced element of a <see cref="TupleUpdateExpression"/>.</summary>
/// <param name="Index">Index from 0.</param>
/// <param name="Value">The new value.</param>
public sealed record TupleElementUpdate(int Index, Expression Value);
