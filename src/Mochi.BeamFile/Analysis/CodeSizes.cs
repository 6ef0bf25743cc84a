using System.Collections.Immutable;

namespace Mochi.BeamFile.Analysis;

/// <summary>What the bytes of the chunk <c>Code</c> are used for; head, functions and end together are all of them.</summary>
/// <param name="Head">The size of the chunk's own head.</param>
/// <param name="Functions">The functions in the order of the file.</param>
/// <param name="End">What belongs to no function: <c>int_code_end</c>, and instructions that nobody knows.</param>
public sealed record CodeSizes(int Head, ImmutableArray<FunctionSize> Functions, int End)
{
    /// <summary>The size of the chunk's data.</summary>
    public int Total
    {
        get
        {
            var total = Head + End;
            foreach (var function in Functions)
            {
                total += function.Size;
            }

            return total;
        }
    }
}
