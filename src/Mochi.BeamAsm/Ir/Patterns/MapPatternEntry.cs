namespace Mochi.BeamAsm.Ir;

/// <summary>A key that a map must have, and what its value must look like.</summary>
/// <param name="Key">The key: a literal or a local that is bound before the match.</param>
/// <param name="Value">Pattern of the value.</param>
public sealed record MapPatternEntry(Expression Key, Pattern Value);
