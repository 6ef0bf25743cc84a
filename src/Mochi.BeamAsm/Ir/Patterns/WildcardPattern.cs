namespace Mochi.BeamAsm.Ir;

/// <summary>Matches anything.</summary>
public sealed record WildcardPattern : Pattern;
