using System.Collections.Immutable;

namespace Mochi.BeamFile.Analysis;

/// <summary>Which calls are in a <see cref="CallGraph"/>.</summary>
public sealed record CallGraphSelection
{
    /// <summary>All but BIFs that are called in place.</summary>
    public static CallGraphSelection Default { get; } = new();

    /// <summary>
    /// Only calls from or to functions that one of these fits; empty for all. Calls whose target is computed count by their
    /// caller.
    /// </summary>
    public ImmutableArray<FunctionPattern> Functions { get; init; } = [];

    /// <summary>Whether BIFs that are called in place, such as <c>+</c> and <c>length/1</c>, are in it.</summary>
    public bool WithBifs { get; init; }

    /// <summary>Whether calls to functions of modules that are not given are left out.</summary>
    public bool OnlyInner { get; init; }
}
