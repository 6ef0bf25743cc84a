namespace Mochi.BeamFile.Comparison;

/// <summary>
/// What surely belongs together in two sequences: numbers that occur once in each, as many of them as stand in the same order.
/// </summary>
internal static class EditAnchors
{
    /// <summary>Finds the pairs of indices, in ascending order.</summary>
    public static List<(int Left, int Right)> Find(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        var onLeft = Unique(left);
        var onRight = Unique(right);
        var pairs = new List<(int Left, int Right)>();
        for (var index = 0; index < left.Length; index++)
        {
            if (onLeft[left[index]] >= 0 && onRight.TryGetValue(left[index], out var other) && other >= 0)
            {
                pairs.Add((index, other));
            }
        }

        return LongestAscending(pairs);
    }

    // Where each number stands; -1 for those that occur more than once.
    private static Dictionary<int, int> Unique(ReadOnlySpan<int> sequence)
    {
        var places = new Dictionary<int, int>();
        for (var index = 0; index < sequence.Length; index++)
        {
            if (!places.TryAdd(sequence[index], index))
            {
                places[sequence[index]] = -1;
            }
        }

        return places;
    }

    // Patience sorting: piles[n] is the pair that ends the best ascending run of n + 1 pairs.
    private static List<(int Left, int Right)> LongestAscending(List<(int Left, int Right)> pairs)
    {
        var piles = new List<int>();
        var before = new int[pairs.Count];
        for (var index = 0; index < pairs.Count; index++)
        {
            var (low, high) = (0, piles.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (pairs[piles[middle]].Right < pairs[index].Right)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            before[index] = low > 0 ? piles[low - 1] : -1;
            if (low == piles.Count)
            {
                piles.Add(index);
            }
            else
            {
                piles[low] = index;
            }
        }

        var run = new List<(int Left, int Right)>();
        for (var index = piles.Count > 0 ? piles[^1] : -1; index >= 0; index = before[index])
        {
            run.Add(pairs[index]);
        }

        run.Reverse();
        return run;
    }
}
