using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamDump;

/// <summary>Finds modules by their names, as the code server of Erlang does.</summary>
internal static class ModulePath
{
    /// <summary>Whether an operand is the name of a module and not that of a file.</summary>
    public static bool IsModuleName(string operand) =>
        operand != "-" && !operand.Contains('/', StringComparison.Ordinal)
        && !operand.EndsWith(".beam", StringComparison.Ordinal) && !Path.Exists(operand);

    /// <summary>The file of a module.</summary>
    /// <param name="module">The module's name.</param>
    /// <param name="path">
    /// The folders in which to look: in each itself, in its <c>ebin</c>, and in the <c>ebin</c> of the folders in it.
    /// </param>
    /// <exception cref="DiagnosticException">There is none (MC053).</exception>
    public static string Find(string module, IReadOnlyList<string> path)
    {
        var file = module + ".beam";
        foreach (var folder in path)
        {
            foreach (var candidate in Folders(folder))
            {
                var found = Path.Combine(candidate, file);
                if (File.Exists(found))
                {
                    return found;
                }
            }
        }

        throw new DiagnosticException(new Diagnostic(
            "MC053", DiagnosticSeverity.Error, $"there is no module {module} in {string.Join(", ", path)}",
            new DiagnosticPlace(module), "--path takes a folder with .beam files, of an application, or of applications"));
    }

    private static IEnumerable<string> Folders(string folder)
    {
        yield return folder;
        yield return Path.Combine(folder, "ebin");
        if (Directory.Exists(folder))
        {
            var inner = Directory.GetDirectories(folder);
            Array.Sort(inner, StringComparer.Ordinal);
            foreach (var application in inner)
            {
                yield return Path.Combine(application, "ebin");
            }
        }
    }
}
