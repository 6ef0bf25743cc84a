using Mochi.BeamFile.Diagnostics;

namespace Mochi.Otp.Publishing;

/// <summary>
/// Writes a file so that it appears complete or not at all: under a temporary name in the same folder, then renamed.
/// </summary>
public static class OutputFile
{
    private const UnixFileMode Plain =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Executable =
        Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Writes <paramref name="content"/> to <paramref name="path"/>, replacing a file that is there.</summary>
    /// <param name="path">The file; its folder must exist. A symbolic link is followed, a device is written to.</param>
    /// <param name="content">What the file shall hold.</param>
    /// <param name="executable">Mode 0755 instead of 0644, whatever the process's umask.</param>
    /// <exception cref="DiagnosticException">The file cannot be written (OT010) or is a folder (OT011).</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool executable = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
        {
            throw new DiagnosticException(new Diagnostic(
                "OT011",
                DiagnosticSeverity.Error,
                "the output is to be a file, but this is a folder",
                new DiagnosticPlace(path),
                "give the name of a file"));
        }

        string? temporary = null;
        try
        {
            var target = FollowLinks(path);
            if (IsDevice(target))
            {
                using var device = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
                device.Write(content);
                return;
            }

            temporary = TemporaryPaths.Beside(target);
            WriteNew(temporary, content, executable);
            File.Move(temporary, target, overwrite: true);
            TemporaryPaths.Release(temporary);
        }
        catch (Exception exception) when (FileFault.Is(exception))
        {
            if (temporary is not null)
            {
                TemporaryPaths.Remove(temporary);
            }

            throw CannotWrite(path, exception);
        }
    }

    /// <summary>Creates a file with a mode that the process's umask does not change.</summary>
    internal static void WriteNew(string path, ReadOnlySpan<byte> content, bool executable)
    {
        using (var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, preallocationSize: content.Length))
        {
            RandomAccess.Write(handle, content, 0);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, executable ? Executable : Plain);
        }
    }

    internal static DiagnosticException CannotWrite(string path, Exception exception) => new(
        new Diagnostic(
            "OT010",
            DiagnosticSeverity.Error,
            $"the output cannot be written: {FileFault.Describe(exception)}",
            new DiagnosticPlace(path),
            "choose another place with -o"),
        exception);

    private static string FollowLinks(string path) =>
        File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target && !IsDevice(path)
            ? target.FullName
            : path;

    // Renaming a file over a device or a pipe of another process would replace it.
    private static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows() && Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);
}
