using System.Collections.Immutable;
using Mochi.BeamFile.Container;

namespace Mochi.BeamFile.Comparison;

/// <summary>Pairs the functions of two modules by name and arity.</summary>
internal static class FunctionPairing
{
    /// <summary>
    /// The pairs in the order of the left module; a function that is only on the right stands behind the one that it follows
    /// there. Where a damaged module has several functions of one name, they pair in order.
    /// </summary>
    public static List<(CodeFunction? Left, CodeFunction? Right)> Of(
        ImmutableArray<CodeFunction> left, ImmutableArray<CodeFunction> right)
    {
        var available = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
        for (var index = 0; index < left.Length; index++)
        {
            var name = left[index].ToString();
            if (!available.TryGetValue(name, out var indices))
            {
                available.Add(name, indices = new Queue<int>());
            }

            indices.Enqueue(index);
        }

        // Behind which function of the left (-1: before all) those stand that are only on the right.
        var partners = new CodeFunction?[left.Length];
        var added = new List<CodeFunction>?[left.Length + 1];
        var behind = 0;
        foreach (var function in right)
        {
            if (available.TryGetValue(function.ToString(), out var indices) && indices.TryDequeue(out var index))
            {
                partners[index] = function;
                behind = index + 1;
            }
            else
            {
                (added[behind] ??= []).Add(function);
            }
        }

        var pairs = new List<(CodeFunction? Left, CodeFunction? Right)>();
        for (var index = 0; index <= left.Length; index++)
        {
            if (index > 0)
            {
                pairs.Add((left[index - 1], partners[index - 1]));
            }

            foreach (var function in added[index] ?? [])
            {
                pairs.Add((null, function));
            }
        }

        return pairs;
    }
}
