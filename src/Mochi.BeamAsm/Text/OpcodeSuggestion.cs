using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Text;

/// <summary>Finds the instruction that somebody probably meant.</summary>
internal static class OpcodeSuggestion
{
    private const int LongestWord = 40;

    /// <summary>A hint naming the instruction nearest to a word, when one is near enough.</summary>
    public static string? For(string word)
    {
        if (word.Length > LongestWord)
        {
            return null;
        }

        string? best = null;
        var bestDistance = 2 + (word.Length / 4);
        foreach (var definition in OpcodeTable.All)
        {
            var distance = definition.Category == OpcodeCategory.Obsolete ? bestDistance : Distance(word, definition.Name);
            if (distance < bestDistance)
            {
                best = definition.Name;
                bestDistance = distance;
            }
        }

        return best is null ? null : $"did you mean {best}?";
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
