using System.Collections.Immutable;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamFile.Container;

/// <summary>
/// Tables to begin with. Compilers number entries by first use and leave none unused; a file that does otherwise, or
/// whose code can only be read in part, keeps its tables this way.
/// </summary>
public sealed record TableSeed
{
    /// <summary>The atoms, the module's name first.</summary>
    public ImmutableArray<string> Atoms { get; init; } = [];

    /// <summary>The imported functions.</summary>
    public ImmutableArray<ImportOperand> Imports { get; init; } = [];

    /// <summary>The literals.</summary>
    public ImmutableArray<Term> Literals { get; init; } = [];

    /// <summary>The lambdas.</summary>
    public ImmutableArray<LambdaOperand> Lambdas { get; init; } = [];

    /// <summary>The types, <see cref="BeamType.Any"/> first.</summary>
    public ImmutableArray<BeamType> Types { get; init; } = [];

    /// <summary>The names of source files, without the implied first one.</summary>
    public ImmutableArray<string> FileNames { get; init; } = [];

    /// <summary>The places in source files.</summary>
    public ImmutableArray<LocationOperand> Locations { get; init; } = [];

    /// <summary>The bytes of the string table.</summary>
    public ImmutableArray<byte> Strings { get; init; } = [];
}
