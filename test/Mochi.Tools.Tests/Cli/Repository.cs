namespace Mochi.Tools.Tests.Cli;

/// <summary>Where things are in the repository that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>A command of <c>tools/</c>, as it was built along with the tests.</summary>
    public static string Tool(string name)
    {
        // .../bin/Debug/net10.0/ of the tests and of the tool have the same last parts.
        var framework = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;
        return Path.Combine(Root, "tools", name, "bin", configuration, framework, name);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Mochi.BeamAsm.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("the tests do not run inside the repository");
        }

        return folder;
    }
}
