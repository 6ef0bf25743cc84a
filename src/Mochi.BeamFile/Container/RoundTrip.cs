using System.Collections.Immutable;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Metadata;

namespace Mochi.BeamFile.Container;

/// <summary>Decodes a file to the symbolic model, encodes it again, and compares.</summary>
public static class RoundTrip
{
    /// <summary>Checks a file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="options">How to read; <see langword="null"/> for the default.</param>
    public static RoundTripResult Check(ReadOnlyMemory<byte> file, BeamReaderOptions? options = null)
    {
        var read = BeamModuleReader.Read(file, options);
        if (read.Module is null)
        {
            return new RoundTripResult(false, [], read.Diagnostics);
        }

        try
        {
            var diagnostics = read.Diagnostics.ToBuilder();
            var (module, kept) = Reencode(read.Module, options ?? BeamReaderOptions.Default, diagnostics);
            var written = BeamModuleWriter.Write(module);
            var container = read.Chunks!.Container;
            var isIdentical = file.Span.SequenceEqual(written);
            var chunks = isIdentical
                ? [.. container.Chunks.Select(
                    chunk => new ChunkComparison(chunk.Id, -1, chunk.Data.Length, kept.Contains(chunk.Id)))]
                : Compare(container, BeamContainer.Read(written), kept);
            return new RoundTripResult(isIdentical, chunks, diagnostics.ToImmutable());
        }
        catch (DiagnosticException exception)
        {
            return new RoundTripResult(false, [], read.Diagnostics.Add(exception.Diagnostic));
        }
    }

    /// <summary>
    /// Decodes and encodes the chunks that reading leaves alone; gives the ids of those that stay as they are.
    /// </summary>
    private static (BeamModule Module, HashSet<string> Kept) Reencode(
        BeamModule module, BeamReaderOptions options, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var chunks = module.ExtraChunks.ToBuilder();
        var kept = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < chunks.Count; index++)
        {
            var chunk = chunks[index];
            Diagnostic? problem = null;
            var encoded = MetadataChunk.IsKnown(chunk.Id)
                ? MetadataChunk.TryReencode(chunk.Id, chunk.Data, options.Limits, out problem) : null;
            if (encoded is not null)
            {
                chunks[index] = new RawChunk(chunk.Id, encoded);
                continue;
            }

            kept.Add(chunk.Id);
            if (problem is not null)
            {
                diagnostics.Add(problem with { Place = problem.Place with { File = options.FileName } });
            }
        }

        return (module with { ExtraChunks = chunks.ToImmutable() }, kept);
    }

    private static ImmutableArray<ChunkComparison> Compare(
        BeamContainer original, BeamContainer written, HashSet<string> kept)
    {
        var comparisons = ImmutableArray.CreateBuilder<ChunkComparison>();
        foreach (var chunk in original.Chunks)
        {
            comparisons.Add(new ChunkComparison(
                chunk.Id, written.Find(chunk.Id) is { } other ? FirstDifference(chunk.Data.Span, other.Data.Span) : 0,
                chunk.Data.Length, kept.Contains(chunk.Id)));
        }

        foreach (var chunk in written.Chunks.Where(chunk => original.Find(chunk.Id) is null))
        {
            comparisons.Add(new ChunkComparison(chunk.Id, 0));
        }

        return comparisons.ToImmutable();
    }

    private static int FirstDifference(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var common = left.CommonPrefixLength(right);
        return common == left.Length && common == right.Length ? -1 : common;
    }
}
