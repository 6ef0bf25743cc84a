namespace Mochi.BeamFile.Analysis;

/// <summary>A module that runs only if an atom with its name is used as a module.</summary>
/// <param name="Module">The module.</param>
/// <param name="From">The first module with the atom; <see langword="null"/> when it is one of the possible roots.</param>
public sealed record PossibleModule(LinkModule Module, string? From);
