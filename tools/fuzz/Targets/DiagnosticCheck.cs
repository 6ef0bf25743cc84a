using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.Fuzz;

/// <summary>What every diagnostic about an input must have: a stable code, a sentence, and a place.</summary>
public static class DiagnosticCheck
{
    /// <summary>Checks a diagnostic about a text: it has a line and a column.</summary>
    public static void InText(Diagnostic diagnostic, string layer)
    {
        Sentence(diagnostic, layer);
        if (diagnostic.Place is not { Line: > 0, Column: > 0, Length: > 0 })
        {
            throw new FuzzException($"{diagnostic.Code} has no line or column: {Fixed(diagnostic.Message)}");
        }
    }

    /// <summary>Checks a diagnostic about a file: it has an offset into a chunk or into the file.</summary>
    /// <param name="diagnostic">The diagnostic.</param>
    /// <param name="file">The file; <see langword="null"/> when it has no chunks that could be found.</param>
    /// <param name="size">The size of the input, expanded.</param>
    public static void InFile(Diagnostic diagnostic, BeamContainer? file, long size)
    {
        Sentence(diagnostic, "BF");
        var place = diagnostic.Place;
        if (place.Offset < 0 || (place.Chunk is not null && place.Chunk.Length != 4))
        {
            throw new FuzzException($"{diagnostic.Code} has no place: {Fixed(diagnostic.Message)}");
        }

        // Offsets into what was compressed count in what it expands to.
        var end = place.Chunk is null || place.Chunk == ChunkId.Literals || file?.Find(place.Chunk) is not { } chunk ? size
            : chunk.Data.Span is [131, 80, ..] ? size : chunk.Data.Length;
        if (place.Offset > end)
        {
            throw new FuzzException($"{diagnostic.Code} points behind the end: {Fixed(diagnostic.Message)}");
        }
    }

    /// <summary>Checks a diagnostic about one encoded term: it has an offset.</summary>
    public static void InTerm(Diagnostic diagnostic, long size)
    {
        Sentence(diagnostic, "BF");
        if (diagnostic.Place.Offset < 0 || diagnostic.Place.Offset > size)
        {
            throw new FuzzException($"{diagnostic.Code} has no place in the term: {Fixed(diagnostic.Message)}");
        }
    }

    /// <summary>Checks a diagnostic about an archive: it names the archive or the entry.</summary>
    public static void InArchive(Diagnostic diagnostic)
    {
        Sentence(diagnostic, "MC");
        if (string.IsNullOrEmpty(diagnostic.Place.File))
        {
            throw new FuzzException($"{diagnostic.Code} names no archive: {Fixed(diagnostic.Message)}");
        }
    }

    private static void Sentence(Diagnostic diagnostic, string layer)
    {
        var code = diagnostic.Code;
        if (code.Length != 5 || !code.StartsWith(layer, StringComparison.Ordinal) || code.AsSpan(2).ContainsAnyExceptInRange('0', '9'))
        {
            throw new FuzzException($"'{code}' is no code of {layer}");
        }

        // Names that are cut off end in dots.
        if (diagnostic.Message.Length == 0
            || (diagnostic.Message.EndsWith('.') && !diagnostic.Message.EndsWith("...", StringComparison.Ordinal)))
        {
            throw new FuzzException($"the message of {code} is no sentence without a full stop: {Fixed(diagnostic.Message)}");
        }
    }

    /// <summary>A message without the numbers in it, so that one finding has one name.</summary>
    private static string Fixed(string message) =>
        string.Concat(message.Select(character => char.IsAsciiDigit(character) ? '#' : character))[..Math.Min(60, message.Length)];
}
