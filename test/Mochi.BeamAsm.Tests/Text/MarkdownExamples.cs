namespace Mochi.BeamAsm.Tests.Text;

/// <summary>The fenced blocks of a document.</summary>
internal static class MarkdownExamples
{
    /// <summary>Line of the fence, language and text of every block.</summary>
    public static IEnumerable<(int Line, string Language, string Text)> In(string document)
    {
        var lines = document.Split('\n');
        for (var start = 0; start < lines.Length; start++)
        {
            if (lines[start].StartsWith("```", StringComparison.Ordinal))
            {
                var end = Array.IndexOf(lines, "```", start + 1);
                yield return (start + 1, lines[start][3..].Trim(), string.Join('\n', lines[(start + 1)..end]));
                start = end;
            }
        }
    }
}
