namespace Mochi.BeamFile.Analysis;

/// <summary>A module that takes part in a <see cref="LinkCheck"/>.</summary>
/// <param name="File">The name of its file, for reports.</param>
/// <param name="Calls">What it defines and calls.</param>
public sealed record LinkModule(string File, ModuleCalls Calls);
