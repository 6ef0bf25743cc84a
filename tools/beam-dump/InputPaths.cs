using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;
using Mochi.Otp.Publishing;

namespace Mochi.BeamDump;

/// <summary>Finds the files that an operand stands for.</summary>
internal static class InputPaths
{
    /// <summary>The operand itself, or every <c>.beam</c> file and <c>.ez</c> archive below it, ordered by path.</summary>
    /// <exception cref="DiagnosticException">It is a folder that cannot be read (MC051) or holds none (MC050).</exception>
    public static List<string> Expand(string operand)
    {
        if (operand == InputFile.StandardInput || !Directory.Exists(operand))
        {
            return [operand];
        }

        var paths = new List<string>();
        try
        {
            Collect(operand, paths);
        }
        catch (Exception exception) when (FileFault.Is(exception))
        {
            throw Fault("MC051", operand, $"the folder cannot be read: {FileFault.Describe(exception)}", exception);
        }

        if (paths.Count == 0)
        {
            throw Fault("MC050", operand, "there is no .beam file in this folder or below it", null);
        }

        paths.Sort(string.CompareOrdinal);
        return paths;
    }

    // Links to folders are not followed: they may lead round in a circle.
    private static void Collect(string folder, List<string> paths)
    {
        paths.AddRange(Directory.GetFiles(folder, "*.beam"));
        paths.AddRange(Directory.GetFiles(folder, "*.ez"));
        foreach (var inner in Directory.GetDirectories(folder))
        {
            if ((File.GetAttributes(inner) & FileAttributes.ReparsePoint) == 0)
            {
                Collect(inner, paths);
            }
        }
    }

    private static DiagnosticException Fault(string code, string path, string message, Exception? cause) =>
        new(new Diagnostic(code, DiagnosticSeverity.Error, message, new DiagnosticPlace(path)), cause);
}
