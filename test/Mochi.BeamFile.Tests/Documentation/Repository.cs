namespace Mochi.BeamFile.Tests.Documentation;

/// <summary>Finds files of the repository that the tests stand in.</summary>
internal static class Repository
{
    /// <summary>The path of a file below the repository's root.</summary>
    public static string File(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "Mochi.BeamAsm.sln")))
        {
            folder = folder.Parent ?? throw new AssertFailedException("the tests do not stand in the repository");
        }

        return Path.Combine([folder.FullName, .. parts]);
    }
}
