namespace Mochi.BeamFile.Diagnostics;

/// <summary>Finds the name that somebody probably meant who wrote another one.</summary>
public static class NearestName
{
    // Comparing takes the square of the length, and nobody mistypes a name that long.
    private const int LongestName = 100;

    /// <summary>A hint with the candidate that is nearest in spelling; <see langword="null"/> when none is near.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="candidates">What could have been meant, in any order.</param>
    public static string? Hint(string name, IEnumerable<string> candidates) =>
        Find(name, candidates) is { } nearest ? $"did you mean '{nearest}'?" : null;

    /// <summary>
    /// The candidate that takes the fewest letters changed, added, left out or swapped with their neighbour, and not more than a third of the
    /// name's, but at least one; a candidate that differs in case only takes none. The first in ordinal order of several. To a name of more than 100
    /// letters none is near.
    /// </summary>
    /// <param name="name">What was written; is not found itself.</param>
    /// <param name="candidates">What could have been meant, in any order.</param>
    /// <returns>The candidate; <see langword="null"/> when none is near.</returns>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(candidates);
        if (name.Length > LongestName)
        {
            return null;
        }

        var limit = Math.Max(1, name.Length / 3);
        string? best = null;
        var bestDistance = limit + 1;
        foreach (var candidate in candidates)
        {
            if (candidate == name || Math.Abs(candidate.Length - name.Length) > limit)
            {
                continue;
            }

            var distance = string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(name, candidate);
            if (distance < bestDistance || (distance == bestDistance && best is not null && string.CompareOrdinal(candidate, best) < 0))
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    // Optimal string alignment: a row for each letter of one word, of which the last three are needed.
    private static int Distance(string left, string right)
    {
        var (beforeLast, last, row) = (new int[right.Length + 1], new int[right.Length + 1], new int[right.Length + 1]);
        for (var column = 0; column <= right.Length; column++)
        {
            row[column] = column;
        }

        for (var line = 1; line <= left.Length; line++)
        {
            (beforeLast, last, row) = (last, row, beforeLast);
            row[0] = line;
            for (var column = 1; column <= right.Length; column++)
            {
                var substitution = last[column - 1] + (left[line - 1] == right[column - 1] ? 0 : 1);
                row[column] = Math.Min(substitution, 1 + Math.Min(last[column], row[column - 1]));
                if (line > 1 && column > 1 && left[line - 1] == right[column - 2] && left[line - 2] == right[column - 1])
                {
                    row[column] = Math.Min(row[column], beforeLast[column - 2] + 1);
                }
            }
        }

        return row[right.Length];
    }
}
