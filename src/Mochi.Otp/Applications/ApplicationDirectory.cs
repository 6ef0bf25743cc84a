using System.Text;
using Mochi.BeamFile.Diagnostics;
using Mochi.Otp.Publishing;

namespace Mochi.Otp.Applications;

/// <summary>
/// Writes applications as a plain folder for <c>erl -pa</c>: <c>DIR/NAME/ebin/...</c> for each, and a list of all
/// files by which a later build knows the folder as its own. The folder appears complete or not at all.
/// </summary>
public static class ApplicationDirectory
{
    /// <summary>The file in an output folder that lists what was written there.</summary>
    public const string ManifestName = ".mochi-output";

    private const string ManifestHeader = "mochi output 1";

    private const UnixFileMode FolderMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute |
        UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Writes <paramref name="applications"/> below <paramref name="path"/>.</summary>
    /// <param name="path">
    /// The folder: not there yet, empty, or written by an earlier call, which is then replaced as a whole. Its parent
    /// must exist.
    /// </param>
    /// <param name="applications">The applications, in any order.</param>
    /// <exception cref="DiagnosticException">
    /// The folder cannot be written (OT010), is a file (OT012), holds what this class did not write (OT013), or is the
    /// current folder or one that holds it (OT014).
    /// </exception>
    public static void Write(string path, IReadOnlyCollection<OtpApplication> applications)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(applications);
        string? temporary = null;
        try
        {
            var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            CheckReplaceable(path, target);

            temporary = TemporaryPaths.Beside(target);
            WriteAll(temporary, applications);
            string? older = null;
            if (Directory.Exists(target))
            {
                // Not a temporary path yet: until the new folder is in place, an interruption must not remove it.
                older = TemporaryPaths.Beside(target);
                TemporaryPaths.Release(older);
                Directory.Move(target, older);
            }

            Replace(temporary, target, older);
        }
        catch (Exception exception) when (FileFault.Is(exception))
        {
            if (temporary is not null)
            {
                TemporaryPaths.Remove(temporary);
            }

            throw OutputFile.CannotWrite(path, exception);
        }
    }

    private static void Replace(string temporary, string target, string? older)
    {
        try
        {
            Directory.Move(temporary, target);
        }
        catch (Exception exception) when (older is not null && FileFault.Is(exception))
        {
            Directory.Move(older, target);
            throw;
        }

        TemporaryPaths.Release(temporary);
        if (older is not null)
        {
            TemporaryPaths.Remove(older);
        }
    }

    private static void WriteAll(string root, IReadOnlyCollection<OtpApplication> applications)
    {
        var paths = new List<string>();
        CreateFolder(root);
        foreach (var application in applications)
        {
            CreateFolder(Path.Combine(root, application.Name));
            CreateFolder(Path.Combine(root, application.Name, "ebin"));
            foreach (var file in application.Files)
            {
                var relative = $"{application.Name}/{file.Path}";
                var full = Path.Combine(root, relative);
                CreateFolder(Path.GetDirectoryName(full)!);
                OutputFile.WriteNew(full, file.Content.Span, executable: false);
                paths.Add(relative);
            }
        }

        paths.Sort(string.CompareOrdinal);
        var manifest = new StringBuilder(ManifestHeader).Append('\n');
        foreach (var relative in paths)
        {
            manifest.Append(relative).Append('\n');
        }

        var content = Encoding.UTF8.GetBytes(manifest.ToString());
        OutputFile.WriteNew(Path.Combine(root, ManifestName), content, executable: false);
    }

    private static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (Path.GetDirectoryName(path) is { } parent && !Directory.Exists(parent))
        {
            throw new DirectoryNotFoundException();
        }

        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, FolderMode);
        }
    }

    private static void CheckReplaceable(string path, string target)
    {
        if (File.Exists(target))
        {
            throw Refuse("OT012", path, "the output is to be a folder, but this is a file", "give the name of a folder");
        }

        if (!Directory.Exists(target))
        {
            return;
        }

        var current = Directory.GetCurrentDirectory();
        if (current == target || current.StartsWith(target + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw Refuse(
                "OT014",
                path,
                "the output folder would replace the current folder",
                "give the output a folder of its own");
        }

        if (FindForeignFile(target) is { } foreign)
        {
            throw Refuse(
                "OT013",
                path,
                $"the folder holds '{foreign}', which no earlier build wrote, and is left as it is",
                "choose another folder with -o, or empty this one");
        }
    }

    // The first file or link, in ordinal order, that the manifest does not list.
    private static string? FindForeignFile(string target)
    {
        var listed = ReadManifest(Path.Combine(target, ManifestName));
        string? first = null;
        foreach (var entry in Directory.EnumerateFileSystemEntries(target, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(target, entry).Replace(Path.DirectorySeparatorChar, '/');
            var isPlainFolder = Directory.Exists(entry) && new DirectoryInfo(entry).LinkTarget is null;
            if (!isPlainFolder && !listed.Contains(relative)
                && (first is null || string.CompareOrdinal(relative, first) < 0))
            {
                first = relative;
            }
        }

        return first;
    }

    private static HashSet<string> ReadManifest(string path)
    {
        var listed = new HashSet<string>(StringComparer.Ordinal);
        if (File.Exists(path))
        {
            var lines = File.ReadAllLines(path);
            if (lines is [ManifestHeader, ..])
            {
                listed.UnionWith(lines);
                listed.Add(ManifestName);
            }
        }

        return listed;
    }

    private static DiagnosticException Refuse(string code, string path, string message, string hint) =>
        new(new Diagnostic(code, DiagnosticSeverity.Error, message, new DiagnosticPlace(path), hint));
}
