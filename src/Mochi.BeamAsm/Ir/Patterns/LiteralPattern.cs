using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Ir;

/// <summary>Matches one constant, exactly (<c>=:=</c>).</summary>
/// <param name="Value">The constant.</param>
public sealed record LiteralPattern(Term Value) : Pattern;
