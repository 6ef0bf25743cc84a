using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Ir;

/// <summary>A constant.</summary>
/// <param name="Value">Any term that can stand in a literal: no pid, port, reference or local fun.</param>
public sealed record LiteralExpression(Term Value) : Expression;
