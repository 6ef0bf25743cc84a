using System.Collections.Immutable;
using Mochi.BeamFile.Container;

namespace Mochi.BeamFile.Comparison;

/// <summary>What two modules differ in, by meaning.</summary>
public sealed record ModuleComparison
{
    /// <summary>The module's name on the left.</summary>
    public required string LeftName { get; init; }

    /// <summary>The module's name on the right.</summary>
    public required string RightName { get; init; }

    /// <summary>In what respects they differ.</summary>
    public required ModuleDifferences Differences { get; init; }

    /// <summary>Whether the files are the same, byte for byte; of compressed files, what they hold.</summary>
    public required bool IsIdentical { get; init; }

    /// <summary>How many functions there are on the left.</summary>
    public int LeftFunctionCount { get; init; }

    /// <summary>How many functions there are on the right.</summary>
    public int RightFunctionCount { get; init; }

    /// <summary>
    /// The functions that differ, in the order of the left module, each added one behind the one that it follows on the right.
    /// </summary>
    public ImmutableArray<FunctionChange> Functions { get; init; } = [];

    /// <summary>Exports that were added or removed, ordered by name.</summary>
    public ImmutableArray<NameChange> Exports { get; init; } = [];

    /// <summary>Native records that differ, ordered by name.</summary>
    public ImmutableArray<NameChange> Records { get; init; } = [];

    /// <summary>
    /// Attributes that differ, ordered by name. The generated <c>vsn</c> is not among them; another one is, though it counts as
    /// metadata.
    /// </summary>
    public ImmutableArray<ValueChange> Attributes { get; init; } = [];

    /// <summary>What the compilers say about themselves and differs, ordered by name.</summary>
    public ImmutableArray<ValueChange> CompileInfo { get; init; } = [];

    /// <summary>Every chunk whose bytes differ, in the order of the left file and then of the right one.</summary>
    public ImmutableArray<ChunkChange> Chunks { get; init; } = [];

    /// <summary>
    /// The largest of the differences; <see cref="ComparisonClass.Identical"/> also when <see cref="Without"/> has left none.
    /// </summary>
    public ComparisonClass Class =>
        Differences >= ModuleDifferences.Types ? ComparisonClass.Changed
        : Differences >= ModuleDifferences.Numbering ? ComparisonClass.Renumbered
        : Differences >= ModuleDifferences.Lines ? ComparisonClass.Lines
        : Differences >= ModuleDifferences.Metadata ? ComparisonClass.Metadata
        : ComparisonClass.Identical;

    /// <summary>Whether they differ in nothing but these respects.</summary>
    public bool IsSame(ModuleDifferences ignored) => (Differences & ~ignored) == ModuleDifferences.None;

    /// <summary>
    /// The comparison without some respects: functions that differ only in them are left out, and what compilers say about
    /// themselves and <c>vsn</c> with the metadata. The chunks stay.
    /// </summary>
    public ModuleComparison Without(ModuleDifferences ignored)
    {
        var functions = ImmutableArray.CreateBuilder<FunctionChange>();
        foreach (var function in Functions)
        {
            var respect = function.Kind switch
            {
                FunctionChangeKind.Lines => ModuleDifferences.Lines,
                FunctionChangeKind.Types => ModuleDifferences.Types,
                _ => ModuleDifferences.Code,
            };
            if ((ignored & respect) == 0)
            {
                functions.Add(function);
            }
        }

        var withoutMetadata = (ignored & ModuleDifferences.Metadata) != 0;
        return this with
        {
            Differences = Differences & ~ignored,
            Functions = functions.ToImmutable(),
            CompileInfo = withoutMetadata ? [] : CompileInfo,
            Attributes = withoutMetadata ? [.. Attributes.Where(change => change.Name != "vsn")] : Attributes,
        };
    }

    /// <summary>Compares two modules.</summary>
    /// <param name="left">The one, usually the older.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="Diagnostics.DiagnosticException">
    /// A chunk that the code depends on is damaged or missing.
    /// </exception>
    /// <remarks>The time is proportional to the size of the files, edit scripts apart.</remarks>
    public static ModuleComparison Of(BeamChunks left, BeamChunks right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new ModuleComparer(left, right).Compare();
    }
}
