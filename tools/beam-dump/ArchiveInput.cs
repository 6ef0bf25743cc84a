using System.IO.Compression;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.Otp.Publishing;

namespace Mochi.BeamDump;

/// <summary>
/// The <c>.beam</c> files in archives: <c>.ez</c> files (zip), escripts (a script whose body is a zip or a single
/// module), and release packages (tar, compressed with gzip or not).
/// </summary>
internal static class ArchiveInput
{
    // How much of a file tells what it is.
    private const int StartSize = 4;

    /// <summary>The entries of an archive; <see langword="null"/> when the file is none.</summary>
    /// <exception cref="DiagnosticException">It is damaged (MC054), or without modules (MC050).</exception>
    public static List<InputSource>? TryOpen(string path)
    {
        try
        {
            return IsArchive(path) ? TryReadFile(path) : null;
        }
        catch (Exception exception) when (FileFault.Is(exception))
        {
            // Whoever reads it as a file says what is wrong.
            return null;
        }
    }

    /// <summary>The entries of an archive; <see langword="null"/> when the file is none.</summary>
    /// <param name="path">Its name, which tells a tar archive.</param>
    /// <param name="file">Its content, which can be read again from the start.</param>
    /// <param name="limits">What it may ask for.</param>
    /// <exception cref="DiagnosticException">It is damaged (MC054), or without modules (MC050).</exception>
    public static List<InputSource>? TryRead(string path, Stream file, ReadLimits limits)
    {
        Span<byte> start = stackalloc byte[StartSize];
        try
        {
            start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            if (!IsArchive(path, start))
            {
                return null;
            }

            if (file.Length > limits.ArchiveSize)
            {
                throw Fault(path, $"the archive is larger than {limits.ArchiveSize} bytes", null);
            }

            file.Position = 0;
            var entries = IsTar(path) ? ReadTar(path, file, start is [0x1F, 0x8B, ..], limits)
                : IsZip(start) ? ReadZip(path, file, limits)
                : ReadScript(path, file, limits);
            return entries.Count > 0
                ? entries
                : throw new DiagnosticException(new Diagnostic(
                    "MC050", DiagnosticSeverity.Error, "there is no .beam file in this archive", new DiagnosticPlace(path)));
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw Fault(path, "the archive is damaged", exception);
        }
    }

    // Most files are none, and to see that takes no stream.
    private static bool IsArchive(string path)
    {
        Span<byte> start = stackalloc byte[StartSize];
        using var file = File.OpenHandle(path);
        return IsArchive(path, start[..RandomAccess.Read(file, start, fileOffset: 0)]);
    }

    private static bool IsArchive(string path, ReadOnlySpan<byte> start) =>
        IsZip(start) || start.StartsWith("#!"u8) || IsTar(path);

    private static bool IsZip(ReadOnlySpan<byte> start) => start.SequenceEqual("PK\u0003\u0004"u8);

    private static bool IsTar(string path) => path.EndsWith(".tar", StringComparison.Ordinal)
        || path.EndsWith(".tgz", StringComparison.Ordinal) || path.EndsWith(".tar.gz", StringComparison.Ordinal);

    private static List<InputSource>? TryReadFile(string path)
    {
        using var file = File.OpenRead(path);
        return TryRead(path, file, ReadLimits.Default);
    }

    private static List<InputSource> ReadZip(string path, Stream stream, ReadLimits limits)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var content = new ArchiveContent(path, limits);
        foreach (var entry in archive.Entries)
        {
            content.CountEntry();
            if (IsModule(entry.FullName))
            {
                using var data = entry.Open();
                content.Add(entry.FullName, data);
            }
        }

        return content.Sources;
    }

    private static List<InputSource> ReadTar(string path, Stream stream, bool isGzip, ReadLimits limits)
    {
        // What is passed over is expanded as well, so everything is counted and not only the modules.
        using var plain = isGzip ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true) : null;
        using var archive = new ArchiveTape(plain ?? stream, limits.ArchiveExpandedSize);
        var content = new ArchiveContent(path, limits);
        try
        {
            while (archive.MoveNext())
            {
                content.CountEntry();
                if (IsModule(archive.Name))
                {
                    content.Add(archive.Name, archive);
                }
            }
        }
        catch (InvalidDataException) when (archive.IsTooLarge)
        {
            throw Fault(path, $"the archive expands to more than {limits.ArchiveExpandedSize} bytes", null);
        }

        return content.Sources;
    }

    // After the lines of the script comes an archive, or a module itself.
    private static List<InputSource> ReadScript(string path, Stream stream, ReadLimits limits)
    {
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var zip = content.AsSpan().IndexOf("PK\u0003\u0004"u8);
        var module = content.AsSpan().IndexOf("FOR1"u8);
        if (zip >= 0 && (module < 0 || zip < module))
        {
            using var archive = new MemoryStream(content, zip, content.Length - zip, writable: false);
            return ReadZip(path, archive, limits);
        }

        return module < 0 ? [] : [new InputSource(path, () => content[module..])];
    }

    private static bool IsModule(string entry) => entry.EndsWith(".beam", StringComparison.Ordinal);

    internal static DiagnosticException Fault(string path, string message, Exception? cause) =>
        new(new Diagnostic("MC054", DiagnosticSeverity.Error, message, new DiagnosticPlace(path)), cause);
}
