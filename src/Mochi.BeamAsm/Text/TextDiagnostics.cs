using System.Collections.Immutable;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamAsm.Text;

/// <summary>Collects what is wrong with a text, in the order of the text, up to a limit.</summary>
internal sealed class TextDiagnostics(string text, string? file)
{
    private const int Limit = 100;

    private readonly List<(int Start, Diagnostic Diagnostic)> _found = [];
    private ImmutableArray<int> _lineStarts;

    /// <summary>The name of the file that the text comes from.</summary>
    public string? File => file;

    /// <summary>Whether nothing is reported at the moment: what is read now will be read again.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>Whether there is no use in looking for more.</summary>
    public bool IsFull => _found.Count >= Limit;

    /// <summary>What was found, sorted by place.</summary>
    public ImmutableArray<Diagnostic> ToImmutable() =>
        [.. _found.OrderBy(item => item.Start).Select(item => item.Diagnostic)];

    /// <summary>Reports an error.</summary>
    /// <param name="code">The code.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="start">Index of the first character at fault.</param>
    /// <param name="end">Index after the last one.</param>
    /// <param name="hint">What to do about it.</param>
    public void Error(string code, string message, int start, int end, string? hint = null)
    {
        if (IsQuiet || IsFull || _found.Any(item => item.Start == start && item.Diagnostic.Message == message))
        {
            return;
        }

        _found.Add((start, new Diagnostic(code, DiagnosticSeverity.Error, message, PlaceOf(start, end), hint)));
    }

    /// <summary>The place of a part of the text.</summary>
    /// <param name="start">Index of the first character.</param>
    /// <param name="end">Index after the last one; what is beyond the end of the line does not count.</param>
    public DiagnosticPlace PlaceOf(int start, int end)
    {
        var (line, column) = Locate(start);
        var length = Math.Max(1, CodePoints(start, Math.Min(end, EndOfLine(start))));
        return new DiagnosticPlace(file, line, column, length);
    }

    /// <summary>Line and column, both from 1, of a character.</summary>
    public (int Line, int Column) Locate(int index)
    {
        if (_lineStarts.IsDefault)
        {
            _lineStarts = FindLineStarts();
        }

        var line = _lineStarts.BinarySearch(index);
        line = line < 0 ? ~line - 1 : line;
        return (line + 1, CodePoints(_lineStarts[line], index) + 1);
    }

    private ImmutableArray<int> FindLineStarts()
    {
        var starts = ImmutableArray.CreateBuilder<int>();
        starts.Add(0);
        for (var end = text.IndexOf('\n'); end >= 0; end = text.IndexOf('\n', end + 1))
        {
            starts.Add(end + 1);
        }

        return starts.ToImmutable();
    }

    private int EndOfLine(int start)
    {
        var end = start < text.Length ? text.IndexOf('\n', start) : -1;
        return end < 0 ? text.Length : end;
    }

    private int CodePoints(int start, int end)
    {
        var count = 0;
        for (var index = start; index < end; index++)
        {
            count += char.IsLowSurrogate(text[index]) ? 0 : 1;
        }

        return count;
    }
}
