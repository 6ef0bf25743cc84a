using System.Formats.Tar;
using System.IO.Compression;
using Mochi.BeamFile.Diagnostics;
using Mochi.Otp.Publishing;

namespace Mochi.BeamDump;

/// <summary>
/// The <c>.beam</c> files in archives: <c>.ez</c> files (zip), escripts (a script whose body is a zip or a single
/// module), and release packages (tar, compressed with gzip or not).
/// </summary>
internal static class ArchiveInput
{
    private const long LargestArchive = 1L << 30;
    private const long LargestEntry = 1L << 28;

    /// <summary>The entries of an archive; <see langword="null"/> when the file is none.</summary>
    /// <exception cref="DiagnosticException">It is damaged (MC054), or without modules (MC050).</exception>
    public static List<InputSource>? TryOpen(string path)
    {
        Span<byte> start = stackalloc byte[4];
        try
        {
            using var file = File.OpenRead(path);
            var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            var isZip = start[..length].SequenceEqual("PK\u0003\u0004"u8);
            var isScript = start[..length].StartsWith("#!"u8);
            var isGzip = length >= 2 && start[0] == 0x1F && start[1] == 0x8B;
            var isTar = path.EndsWith(".tar", StringComparison.Ordinal) || path.EndsWith(".tgz", StringComparison.Ordinal)
                || path.EndsWith(".tar.gz", StringComparison.Ordinal);
            if (!isZip && !isScript && !isTar)
            {
                return null;
            }

            if (file.Length > LargestArchive)
            {
                throw Fault(path, $"the archive is larger than {LargestArchive} bytes", null);
            }

            file.Position = 0;
            var entries = isTar ? ReadTar(path, file, isGzip)
                : isZip ? ReadZip(path, file)
                : ReadScript(path, file);
            return entries.Count > 0
                ? entries
                : throw new DiagnosticException(new Diagnostic(
                    "MC050", DiagnosticSeverity.Error, "there is no .beam file in this archive", new DiagnosticPlace(path)));
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw Fault(path, "the archive is damaged", exception);
        }
        catch (Exception exception) when (FileFault.Is(exception))
        {
            // Whoever reads it as a file says what is wrong.
            return null;
        }
    }

    private static List<InputSource> ReadZip(string path, Stream stream)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var sources = new List<InputSource>();
        foreach (var entry in archive.Entries)
        {
            if (IsModule(entry.FullName))
            {
                using var content = entry.Open();
                sources.Add(Source(path, entry.FullName, content, entry.Length));
            }
        }

        return Sorted(sources);
    }

    private static List<InputSource> ReadTar(string path, Stream stream, bool isGzip)
    {
        using var plain = isGzip ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true) : null;
        using var archive = new TarReader(plain ?? stream, leaveOpen: true);
        var sources = new List<InputSource>();
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is { } content && IsModule(entry.Name))
            {
                sources.Add(Source(path, entry.Name, content, entry.Length));
            }
        }

        return Sorted(sources);
    }

    // After the lines of the script comes an archive, or a module itself.
    private static List<InputSource> ReadScript(string path, Stream stream)
    {
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var zip = content.AsSpan().IndexOf("PK\u0003\u0004"u8);
        var module = content.AsSpan().IndexOf("FOR1"u8);
        if (zip >= 0 && (module < 0 || zip < module))
        {
            using var archive = new MemoryStream(content, zip, content.Length - zip, writable: false);
            return ReadZip(path, archive);
        }

        return module < 0 ? [] : [new InputSource(path, () => content[module..])];
    }

    private static InputSource Source(string path, string entry, Stream content, long length)
    {
        var name = $"{path}:{entry}";
        if (length > LargestEntry)
        {
            return new InputSource(name, () => throw Fault(name, $"the entry is larger than {LargestEntry} bytes", null));
        }

        // The size that an archive gives is not trusted.
        var bytes = new byte[Math.Clamp(length + 1, 256, 1 << 16)];
        var filled = 0;
        for (int read; (read = content.Read(bytes.AsSpan(filled))) > 0;)
        {
            filled += read;
            if (filled > LargestEntry)
            {
                return new InputSource(name, () => throw Fault(name, $"the entry is larger than {LargestEntry} bytes", null));
            }

            if (filled == bytes.Length)
            {
                Array.Resize(ref bytes, bytes.Length * 2);
            }
        }

        return new InputSource(name, () => bytes[..filled]);
    }

    private static bool IsModule(string entry) => entry.EndsWith(".beam", StringComparison.Ordinal);

    private static List<InputSource> Sorted(List<InputSource> sources)
    {
        sources.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return sources;
    }

    private static DiagnosticException Fault(string path, string message, Exception? cause) =>
        new(new Diagnostic("MC054", DiagnosticSeverity.Error, message, new DiagnosticPlace(path)), cause);
}
