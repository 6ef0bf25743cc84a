namespace Mochi.CommandLine;

/// <summary>Finds the word that somebody probably meant.</summary>
internal static class Suggestion
{
    /// <summary>A hint naming the candidate nearest to <paramref name="word"/>, when one is near enough.</summary>
    public static string? For(string word, ReadOnlySpan<string> candidates)
    {
        string? best = null;
        var bestDistance = 1 + (word.Length / 3);
        foreach (var candidate in candidates)
        {
            var distance = Distance(word, candidate);
            if (distance <= bestDistance && (best is null || distance < bestDistance))
            {
                best = candidate;
                bestDistance = distance;
            }
        }

        return best is null ? null : $"did you mean '{best}'?";
    }

    // Levenshtein's distance, one row at a time.
    private static int Distance(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            row[column] = column;
        }

        for (var line = 1; line <= left.Length; line++)
        {
            var diagonal = row[0];
            row[0] = line;
            for (var column = 1; column <= right.Length; column++)
            {
                var substitution = diagonal + (left[line - 1] == right[column - 1] ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.Min(substitution, 1 + Math.Min(row[column], row[column - 1]));
            }
        }

        return row[right.Length];
    }
}
