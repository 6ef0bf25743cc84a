namespace Mochi.Otp.Tests;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("mochi-otp-tests-").FullName;

    public string this[string relative] => Path.Combine(Root, relative);

    /// <summary>Every file below the folder with its mode and bytes, in ordinal order.</summary>
    public static string Describe(string folder)
    {
        var lines = new List<string>();
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories))
        {
            var content = File.Exists(entry) ? Convert.ToHexString(File.ReadAllBytes(entry)) : "folder";
            lines.Add($"{Path.GetRelativePath(folder, entry)} {File.GetUnixFileMode(entry)} {content}");
        }

        lines.Sort(string.CompareOrdinal);
        return string.Join('\n', lines);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
