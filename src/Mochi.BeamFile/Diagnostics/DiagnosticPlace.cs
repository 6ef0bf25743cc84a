namespace Mochi.BeamFile.Diagnostics;

/// <summary>
/// Where a <see cref="Diagnostic"/> points: a place in a text (line and column) or in a binary file (chunk and byte
/// offset), or a file as a whole.
/// </summary>
/// <param name="File">The file's name as the user gave it; <see langword="null"/> when there is no file.</param>
/// <param name="Line">Line in a text, from 1; 0 when the place is not in a text.</param>
/// <param name="Column">Column in that line in Unicode code points, from 1; 0 when unknown.</param>
/// <param name="Length">How many code points of that line are meant, for the caret line; at least 1 in a text.</param>
/// <param name="Chunk">The chunk's four-character id; <see langword="null"/> when the place is not in a chunk.</param>
/// <param name="Offset">
/// Byte offset from the start of the chunk's data, or of the file when <paramref name="Chunk"/> is
/// <see langword="null"/>; -1 when the place is not in a binary file.
/// </param>
public sealed record DiagnosticPlace(
    string? File,
    int Line = 0,
    int Column = 0,
    int Length = 1,
    string? Chunk = null,
    long Offset = -1)
{
    /// <summary>No place: the diagnostic concerns the command as a whole.</summary>
    public static DiagnosticPlace None { get; } = new(File: null);
}
