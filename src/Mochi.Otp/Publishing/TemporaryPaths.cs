using System.Globalization;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.Otp.Publishing;

/// <summary>
/// The temporary files and folders that outputs grow in until they are complete. A command that is interrupted calls
/// <see cref="RemoveAll"/>, so that nothing half-written stays behind.
/// </summary>
public static class TemporaryPaths
{
    private static readonly Lock Gate = new();
    private static readonly List<string> Paths = [];
    private static int _last;

    /// <summary>Removes every registered file and folder; what cannot be removed is left.</summary>
    public static void RemoveAll()
    {
        lock (Gate)
        {
            foreach (var path in Paths)
            {
                Delete(path);
            }

            Paths.Clear();
        }
    }

    /// <summary>
    /// Creates a folder below the system's temporary folder that only the user can enter (mode 0700); it is registered
    /// until <see cref="Remove"/>.
    /// </summary>
    /// <param name="prefix">How its name begins.</param>
    /// <exception cref="DiagnosticException">The temporary folder cannot be written (OT015).</exception>
    public static string CreatePrivateFolder(string prefix)
    {
        try
        {
            var path = Directory.CreateTempSubdirectory(prefix).FullName;
            lock (Gate)
            {
                Paths.Add(path);
            }

            return path;
        }
        catch (Exception exception) when (FileFault.Is(exception))
        {
            throw new DiagnosticException(
                new Diagnostic(
                    "OT015",
                    DiagnosticSeverity.Error,
                    $"no temporary folder can be made: {FileFault.Describe(exception)}",
                    new DiagnosticPlace(Path.GetTempPath()),
                    "set TMPDIR to a folder that can be written"),
                exception);
        }
    }

    /// <summary>Deletes what is at a path and forgets it.</summary>
    public static void Remove(string path)
    {
        Delete(path);
        Release(path);
    }

    /// <summary>
    /// A path beside <paramref name="target"/>, on the same file system, that no other process uses; registered until
    /// <see cref="Release"/> or <see cref="Remove"/>.
    /// </summary>
    internal static string Beside(string target)
    {
        var parent = Path.GetDirectoryName(Path.GetFullPath(target)) ?? Path.GetFullPath(target);
        lock (Gate)
        {
            string path;
            do
            {
                _last++;
                path = Path.Combine(
                    parent, string.Create(CultureInfo.InvariantCulture, $".mochi-{Environment.ProcessId}-{_last}.tmp"));
            }
            while (Path.Exists(path));
            Paths.Add(path);
            return path;
        }
    }

    /// <summary>Forgets a path that has become an output.</summary>
    internal static void Release(string path)
    {
        lock (Gate)
        {
            Paths.Remove(path);
        }
    }

    private static void Delete(string path)
    {
        try
        {
            DeleteTree(path);
        }
        catch (Exception exception) when (FileFault.Is(exception))
        {
            // The reader is told about the output itself; a left-over of a full or vanished disk adds nothing.
        }
    }

    // The platform's recursive deletion would have to be compiled at run time, which takes longer than it does.
    private static void DeleteTree(string path)
    {
        if (!Directory.Exists(path) || new DirectoryInfo(path).LinkTarget is not null)
        {
            File.Delete(path);
            return;
        }

        foreach (var file in Directory.GetFiles(path))
        {
            File.Delete(file);
        }

        foreach (var folder in Directory.GetDirectories(path))
        {
            DeleteTree(folder);
        }

        Directory.Delete(path);
    }
}
