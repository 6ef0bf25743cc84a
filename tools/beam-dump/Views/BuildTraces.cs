using Mochi.BeamFile.Container;

namespace Mochi.BeamDump.Views;

/// <summary>What in a file depends on where it was compiled, so that compiling elsewhere gives other bytes.</summary>
internal static class BuildTraces
{
    /// <summary>What there is; empty for a file as <c>erlc +deterministic</c> makes it.</summary>
    /// <param name="chunks">The file.</param>
    /// <param name="source">The path of the source as the compiler has left it.</param>
    /// <param name="options">The compiler's options as text.</param>
    public static List<string> Of(BeamChunks chunks, string? source, string? options)
    {
        var traces = new List<string>();
        if (source is not null && IsAbsolute(source))
        {
            traces.Add("the path of the source");
        }

        if (options is not null && NamesFolder(options))
        {
            traces.Add("folders in the options");
        }

        if (chunks.Lines is { } lines)
        {
            // The first name is implied by that of the module.
            for (var index = 1; index < lines.FileNames.Length; index++)
            {
                if (IsAbsolute(lines.FileNames[index]))
                {
                    traces.Add($"the path {lines.FileNames[index]} in the line table");
                    break;
                }
            }
        }

        return traces;
    }

    // Strings stand in the text of a term between quotes.
    private static bool NamesFolder(string options)
    {
        for (var index = 0; index < options.Length; index++)
        {
            if (options[index] == '"' && IsAbsolute(options.AsSpan(index + 1)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAbsolute(ReadOnlySpan<char> path) =>
        path is ['/', ..] or [(>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ':', '/' or '\\', ..];
}
