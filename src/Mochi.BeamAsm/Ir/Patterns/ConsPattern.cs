namespace Mochi.BeamAsm.Ir;

/// <summary>Matches a non-empty list.</summary>
/// <param name="Head">Pattern of the first element.</param>
/// <param name="Tail">Pattern of the rest.</param>
public sealed record ConsPattern(Pattern Head, Pattern Tail) : Pattern;
