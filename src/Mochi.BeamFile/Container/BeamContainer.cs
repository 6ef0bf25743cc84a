using System.Collections.Immutable;
using System.IO.Compression;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Compression;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Container;

/// <summary>
/// The outermost layer of a .beam file: <c>FOR1</c>, a size, <c>BEAM</c>, and chunks of an id, a size and data padded
/// to four bytes; all of it perhaps compressed with gzip.
/// </summary>
public sealed class BeamContainer
{
    private const int HeaderSize = 12;

    private BeamContainer(
        ReadOnlyMemory<byte> data, bool isCompressed, ImmutableArray<ChunkEntry> chunks,
        ImmutableArray<Diagnostic> diagnostics)
    {
        Data = data;
        IsCompressed = isCompressed;
        Chunks = chunks;
        Diagnostics = diagnostics;
    }

    /// <summary>The whole file, uncompressed.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Whether the file is compressed with gzip.</summary>
    public bool IsCompressed { get; }

    /// <summary>The gzip header, when it is another than OTP writes; else the default value.</summary>
    internal ImmutableArray<byte> GzipHeader { get; private init; }

    /// <summary>The chunks in the order of the file.</summary>
    public ImmutableArray<ChunkEntry> Chunks { get; }

    /// <summary>What is doubtful about the file's outermost layer.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>Reads the outermost layer; no chunk is looked into.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="limits">What is allowed; <see langword="null"/> for the default.</param>
    /// <exception cref="DiagnosticException">It is no .beam file, or its sizes do not fit together.</exception>
    public static BeamContainer Read(ReadOnlyMemory<byte> file, ReadLimits? limits = null)
    {
        limits ??= ReadLimits.Default;
        if (file.Length > limits.FileSize)
        {
            throw Error(
                BeamFileCodes.LimitExceeded, $"the file has {file.Length} bytes, more than {limits.FileSize}", 0);
        }

        var isCompressed = file.Span is [0x1F, 0x8B, ..];
        var data = isCompressed ? Inflate(file, limits) : file;
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var end = ReadHeader(data.Span, diagnostics);
        var chunks = ReadChunks(data, end, limits, diagnostics);
        return new BeamContainer(data, isCompressed, chunks, diagnostics.ToImmutable())
        {
            GzipHeader = isCompressed ? Gzip.UnusualHeader(file.Span) : default,
        };
    }

    /// <summary>
    /// The chunk with this id, the last one if there are several; <see langword="null"/> if there is none.
    /// </summary>
    public ChunkEntry? Find(string id)
    {
        for (var index = Chunks.Length - 1; index >= 0; index--)
        {
            if (Chunks[index].Id == id)
            {
                return Chunks[index];
            }
        }

        return null;
    }

    // The bytes are Latin-1.
    private static string Id(ReadOnlySpan<byte> bytes)
    {
        Span<char> id = stackalloc char[4];
        for (var index = 0; index < id.Length; index++)
        {
            id[index] = (char)bytes[index];
        }

        return id.ToString();
    }

    private static int ReadHeader(ReadOnlySpan<byte> data, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        if (data.IsEmpty)
        {
            throw Error(BeamFileCodes.NotABeamFile, "the file is empty", 0);
        }

        if (!data.StartsWith("FOR1"u8))
        {
            throw Error(BeamFileCodes.NotABeamFile, "the file does not begin with FOR1, as .beam files do", 0);
        }

        var reader = new ByteReader(data, string.Empty, 4);
        if (data.Length < HeaderSize)
        {
            throw Error(BeamFileCodes.DamagedContainer, $"the file has only {data.Length} bytes", 0);
        }

        var size = reader.ReadUInt32();
        if (!reader.ReadBytes(4).SequenceEqual("BEAM"u8))
        {
            throw Error(BeamFileCodes.NotABeamFile, "the file begins like a .beam file but is of another type", 8);
        }

        var end = size + 8L;
        if (end > data.Length || end < HeaderSize)
        {
            throw Error(
                BeamFileCodes.DamagedContainer,
                $"the file should have {end} bytes by its header but has {data.Length}", 4,
                "the file was cut off; build or fetch it again");
        }

        if (end < data.Length)
        {
            diagnostics.Add(Warning(
                BeamFileCodes.StrayBytes, $"{data.Length - end} bytes follow the end of the module", (int)end));
        }

        return (int)end;
    }

    private static ImmutableArray<ChunkEntry> ReadChunks(
        ReadOnlyMemory<byte> data, int end, ReadLimits limits, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var chunks = ImmutableArray.CreateBuilder<ChunkEntry>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var position = HeaderSize; position < end;)
        {
            if (end - position < 8)
            {
                throw Error(BeamFileCodes.DamagedContainer, "the file ends within the header of a chunk", position);
            }

            var id = Id(data.Span.Slice(position, 4));
            var size = new ByteReader(data.Span, id, position + 4).ReadUInt32();
            if (size > end - position - 8)
            {
                throw Error(
                    BeamFileCodes.DamagedContainer,
                    $"chunk {Printable(id)} claims {size} bytes, but only {end - position - 8} follow", position + 4);
            }

            if (chunks.Count == limits.Chunks)
            {
                throw Error(BeamFileCodes.LimitExceeded, $"there are more than {limits.Chunks} chunks", position);
            }

            var chunk = new ChunkEntry(id, position, data.Slice(position + 8, (int)size));
            chunks.Add(chunk);
            CheckPadding(data.Span, end, chunk, diagnostics);
            if (!ids.Add(id))
            {
                diagnostics.Add(Warning(
                    BeamFileCodes.DuplicateChunk, $"chunk {Printable(id)} occurs again; only the last one counts",
                    position));
            }

            position = (int)Math.Min(end, (long)position + chunk.TotalSize);
        }

        return chunks.ToImmutable();
    }

    private static void CheckPadding(
        ReadOnlySpan<byte> data, int end, ChunkEntry chunk, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var start = chunk.DataOffset + chunk.Data.Length;
        var padded = chunk.HeaderOffset + (long)chunk.TotalSize;
        if (padded > end)
        {
            diagnostics.Add(Warning(
                BeamFileCodes.DamagedContainer, "the last chunk is not padded to four bytes, as loaders require",
                start));
        }
        else if (data[start..(int)padded].ContainsAnyExcept((byte)0))
        {
            diagnostics.Add(Warning(
                BeamFileCodes.StrayBytes, $"the padding of chunk {Printable(chunk.Id)} is not zero", start));
        }
    }

    private static byte[] Inflate(ReadOnlyMemory<byte> file, ReadLimits limits)
    {
        using var source = Zlib.Open(file);
        using var inflater = new GZipStream(source, CompressionMode.Decompress);
        var maximum = (int)Math.Min(limits.InflatedSize, (long)file.Length * limits.InflateRatio);
        return Zlib.Drain(inflater, file.Length, maximum)
            ?? throw Error(BeamFileCodes.BadCompression, "the compressed file is damaged or too large", 0);
    }

    private static string Printable(string id) =>
        string.Concat(id.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '?'));

    private static DiagnosticException Error(string code, string message, int offset, string? hint = null) =>
        new(new Diagnostic(code, DiagnosticSeverity.Error, message, new DiagnosticPlace(null, Offset: offset), hint));

    private static Diagnostic Warning(string code, string message, int offset) =>
        new(code, DiagnosticSeverity.Warning, message, new DiagnosticPlace(null, Offset: offset));
}
