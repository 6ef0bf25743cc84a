using System.Collections.Immutable;

namespace Mochi.BeamFile.Analysis;

/// <summary>What a <see cref="LinkCheck"/> takes into account besides the modules themselves.</summary>
public sealed record LinkOptions
{
    /// <summary>No libraries, no roots, the functions of the machine of every known release.</summary>
    public static LinkOptions Default { get; } = new();

    /// <summary>
    /// Functions that are exported by modules which are there but are not themselves checked, ordered by
    /// <see cref="Mfa.Order"/>.
    /// </summary>
    public ImmutableArray<Mfa> Libraries { get; init; } = [];

    /// <summary>The names of the modules where execution starts; empty when that is not known.</summary>
    public ImmutableArray<string> Roots { get; init; } = [];

    /// <summary>Atoms outside of the modules that may name further such modules, as in the environment of an application.</summary>
    public ImmutableArray<string> PossibleRoots { get; init; } = [];

    /// <summary>The functions that the machine has without any file.</summary>
    public MachineFunctions Machine { get; init; } = MachineFunctions.All;
}
