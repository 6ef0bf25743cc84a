namespace Mochi.BeamFile.Analysis;

/// <summary>A function in a <see cref="CallGraph"/>.</summary>
/// <param name="Name">The function.</param>
/// <param name="IsDefined">Whether one of the given modules defines it.</param>
/// <param name="IsExported">Whether that module exports it.</param>
public sealed record CallGraphFunction(Mfa Name, bool IsDefined, bool IsExported);
