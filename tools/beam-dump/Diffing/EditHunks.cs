using System.Collections.Immutable;
using Mochi.BeamFile.Comparison;

namespace Mochi.BeamDump.Diffing;

/// <summary>The parts of an edit script around its edits.</summary>
internal static class EditHunks
{
    /// <summary>Where the parts begin and end.</summary>
    /// <param name="edits">The script.</param>
    /// <param name="context">How many kept instructions stand before and behind edits.</param>
    public static List<Range> Of(ImmutableArray<InstructionEdit> edits, int context)
    {
        var hunks = new List<Range>();
        var (start, end) = (0, -1);
        for (var index = 0; index < edits.Length; index++)
        {
            if (edits[index].Kind == EditKind.Keep)
            {
                continue;
            }

            if (end < 0)
            {
                start = Math.Max(0, index - context);
            }
            else if (index - end > context)
            {
                hunks.Add(start..end);
                start = index - context;
            }

            end = Math.Min(edits.Length, (int)Math.Min(int.MaxValue, index + 1L + context));
        }

        if (end >= 0)
        {
            hunks.Add(start..end);
        }

        return hunks;
    }
}
