using System.Collections.Immutable;
using Mochi.BeamFile.Diagnostics;

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
            var written = BeamModuleWriter.Write(read.Module);
            var container = read.Chunks!.Container;
            var isIdentical = file.Span.SequenceEqual(written);
            var chunks = isIdentical
                ? [.. container.Chunks.Select(chunk => new ChunkComparison(chunk.Id, -1))]
                : Compare(container, BeamContainer.Read(written));
            return new RoundTripResult(isIdentical, chunks, read.Diagnostics);
        }
        catch (DiagnosticException exception)
        {
            return new RoundTripResult(false, [], read.Diagnostics.Add(exception.Diagnostic));
        }
    }

    private static ImmutableArray<ChunkComparison> Compare(BeamContainer original, BeamContainer written)
    {
        var comparisons = ImmutableArray.CreateBuilder<ChunkComparison>();
        foreach (var chunk in original.Chunks)
        {
            comparisons.Add(new ChunkComparison(
                chunk.Id, written.Find(chunk.Id) is { } other ? FirstDifference(chunk.Data.Span, other.Data.Span) : 0));
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
