using System.Collections.Immutable;

namespace Mochi.BeamFile.Comparison;

/// <summary>How one function becomes another.</summary>
/// <param name="Edits">Every instruction of both, in order; removed ones stand before added ones.</param>
/// <param name="LabelNames">
/// The names of labels that are entries of functions. Other labels are numbered from 1 as the left function defines them, and
/// on the right those have the same numbers that correspond to them; what is new there follows.
/// </param>
public sealed record FunctionDifference(
    ImmutableArray<InstructionEdit> Edits, IReadOnlyDictionary<int, string> LabelNames)
{
    /// <summary>How many instructions are removed.</summary>
    public int RemovedCount => Count(EditKind.Remove);

    /// <summary>How many instructions are added.</summary>
    public int AddedCount => Count(EditKind.Add);

    private int Count(EditKind kind)
    {
        var count = 0;
        foreach (var edit in Edits)
        {
            count += edit.Kind == kind ? 1 : 0;
        }

        return count;
    }
}
