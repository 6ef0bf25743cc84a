namespace Mochi.BeamFile.Container;

/// <summary>An entry of the table of exported functions or of the table of local functions.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Arity">Its number of arguments.</param>
/// <param name="Label">The label that calls go to.</param>
public sealed record FunctionEntry(string Name, int Arity, int Label);
