using System.Collections.Immutable;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Compression;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Editing;

/// <summary>
/// A file as the list of its chunks: what is edited without looking into the code. Immutable. Nothing is checked here;
/// <see cref="ChunkEditing"/> and <see cref="ChunkStripping"/> check what they do.
/// </summary>
public sealed record ChunkFile
{
    /// <summary>Makes a file.</summary>
    /// <param name="chunks">The chunks in the order of the file, no id twice.</param>
    /// <param name="isCompressed">Whether the whole file is compressed with gzip.</param>
    public ChunkFile(ImmutableArray<RawChunk> chunks, bool isCompressed = false)
    {
        Chunks = chunks;
        IsCompressed = isCompressed;
    }

    /// <summary>The chunks in the order of the file.</summary>
    public ImmutableArray<RawChunk> Chunks { get; init; }

    /// <summary>Whether the whole file is compressed with gzip.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>Takes a file apart. Of chunks with the same id the last one counts, as for loaders.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="limits">What is allowed; <see langword="null"/> for the default.</param>
    /// <exception cref="DiagnosticException">It is no .beam file, or its sizes do not fit together.</exception>
    public static ChunkFile Read(ReadOnlyMemory<byte> file, ReadLimits? limits = null) =>
        Of(BeamContainer.Read(file, limits));

    /// <summary>The chunks of a file that was read; of those with the same id the last one.</summary>
    public static ChunkFile Of(BeamContainer container)
    {
        ArgumentNullException.ThrowIfNull(container);
        var chunks = ImmutableArray.CreateBuilder<RawChunk>(container.Chunks.Length);
        foreach (var chunk in container.Chunks)
        {
            if (ReferenceEquals(chunk, container.Find(chunk.Id)))
            {
                chunks.Add(new RawChunk(chunk.Id, chunk.Data));
            }
        }

        return new ChunkFile(chunks.ToImmutable(), container.IsCompressed);
    }

    /// <summary>The chunk of this id; <see langword="null"/> when there is none.</summary>
    public RawChunk? Find(string id) => IndexOf(id) is >= 0 and var index ? Chunks[index] : null;

    /// <summary>The file with this in place of its chunk of the same id, or behind its other chunks.</summary>
    public ChunkFile With(RawChunk chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        var index = IndexOf(chunk.Id);
        return this with { Chunks = index < 0 ? Chunks.Add(chunk) : Chunks.SetItem(index, chunk) };
    }

    /// <summary>The file without its chunk of this id.</summary>
    public ChunkFile Without(string id) =>
        IndexOf(id) is >= 0 and var index ? this with { Chunks = Chunks.RemoveAt(index) } : this;

    /// <summary>The bytes of the file.</summary>
    public byte[] Write()
    {
        var size = 12L;
        foreach (var chunk in Chunks)
        {
            size += 8 + Padded(chunk.Data.Length);
        }

        if (size > int.MaxValue)
        {
            throw new DiagnosticException(new Diagnostic(
                BeamFileCodes.CannotWrite, DiagnosticSeverity.Error, $"the file would have {size} bytes",
                DiagnosticPlace.None));
        }

        using var file = new ByteWriter((int)size);
        file.WriteAscii("FOR1");
        file.WriteUInt32((uint)(size - 8));
        file.WriteAscii("BEAM");
        foreach (var chunk in Chunks)
        {
            foreach (var character in chunk.Id)
            {
                file.WriteByte(character);
            }

            file.WriteInt32(chunk.Data.Length);
            file.Write(chunk.Data.Span);
            file.Reserve((int)(Padded(chunk.Data.Length) - chunk.Data.Length)).Clear();
        }

        return IsCompressed ? Gzip.Compress(file.Written) : file.ToArray();
    }

    /// <summary>Compares the chunks one by one.</summary>
    public bool Equals(ChunkFile? other) => other is not null && IsCompressed == other.IsCompressed
        && Chunks.AsSpan().SequenceEqual(other.Chunks.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Chunks.Length;

    private int IndexOf(string id)
    {
        for (var index = 0; index < Chunks.Length; index++)
        {
            if (Chunks[index].Id == id)
            {
                return index;
            }
        }

        return -1;
    }

    private static long Padded(long length) => (length + 3) & ~3L;
}
