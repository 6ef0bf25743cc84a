using System.Text;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.Language.Syntax;

/// <summary>
/// A Mochi source file as text: decoded, with its lines, so that a diagnostic can show where it points.
/// </summary>
public sealed class SourceText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly int[] _lineStarts;

    private SourceText(string fileName, string text)
    {
        FileName = fileName;
        Text = text;
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n') starts.Add(i + 1);
        }

        _lineStarts = [.. starts];
    }

    /// <summary>The file's name as the user gave it.</summary>
    public string FileName { get; }

    /// <summary>The text without a byte order mark.</summary>
    public string Text { get; }

    /// <summary>Number of lines; an empty text has one.</summary>
    public int LineCount => _lineStarts.Length;

    /// <summary>Wraps a text that is already decoded.</summary>
    /// <param name="fileName">The name that diagnostics show.</param>
    /// <param name="text">The source; a leading byte order mark is dropped.</param>
    public static SourceText FromString(string fileName, string text)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(text);
        return new SourceText(fileName, text.StartsWith('\uFEFF') ? text[1..] : text);
    }

    /// <summary>Decodes the bytes of a source file.</summary>
    /// <param name="fileName">The name that diagnostics show.</param>
    /// <param name="bytes">The file's bytes; they must be UTF-8.</param>
    /// <exception cref="DiagnosticException">ML001: the bytes are not UTF-8; the place is the first wrong byte.</exception>
    public static SourceText FromBytes(string fileName, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        try
        {
            return FromString(fileName, Strict.GetString(bytes));
        }
        catch (DecoderFallbackException exception)
        {
            throw new DiagnosticException(NotUtf8(fileName, bytes), exception);
        }
    }

    /// <summary>Where an offset lies.</summary>
    /// <param name="offset">Offset in UTF-16 units, 0 to the text's length.</param>
    /// <returns>Line and column, both from 1; the column counts Unicode code points.</returns>
    public (int Line, int Column) GetPosition(int offset)
    {
        var line = Array.BinarySearch(_lineStarts, offset);
        if (line < 0) line = ~line - 1;
        return (line + 1, CountCodePoints(_lineStarts[line], offset) + 1);
    }

    /// <summary>The text of one line without its line end.</summary>
    /// <param name="line">Line number, from 1 to <see cref="LineCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such line.</exception>
    public string GetLine(int line)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(line, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(line, LineCount);
        var start = _lineStarts[line - 1];
        var end = line == LineCount ? Text.Length : _lineStarts[line] - 1;
        if (end > start && Text[end - 1] == '\r') end--;
        return Text[start..end];
    }

    /// <summary>The place of a span; a span of several lines is cut at the end of its first line.</summary>
    /// <param name="span">A span of this text.</param>
    public DiagnosticPlace GetPlace(TextSpan span)
    {
        var (line, column) = GetPosition(span.Start);
        var lineEnd = line == LineCount ? Text.Length : _lineStarts[line] - 1;
        var length = CountCodePoints(span.Start, Math.Max(span.Start, Math.Min(span.End, lineEnd)));
        return new DiagnosticPlace(FileName, line, column, Math.Max(1, length));
    }

    private static Diagnostic NotUtf8(string fileName, ReadOnlySpan<byte> bytes)
    {
        var offset = 0;
        var line = 1;
        var column = 1;
        while (Rune.DecodeFromUtf8(bytes[offset..], out var rune, out var length) == System.Buffers.OperationStatus.Done)
        {
            offset += length;
            column++;
            if (rune.Value == '\n') (line, column) = (line + 1, 1);
        }

        return new Diagnostic(
            LanguageCodes.NotUtf8,
            DiagnosticSeverity.Error,
            $"the source is not UTF-8: byte 0x{bytes[offset]:X2} at offset {offset} starts no character",
            new DiagnosticPlace(fileName, line, column),
            "save the file as UTF-8");
    }

    private int CountCodePoints(int start, int end)
    {
        var count = 0;
        for (var i = start; i < end; i++)
        {
            if (!char.IsLowSurrogate(Text[i])) count++;
        }

        return count;
    }
}
