using Mochi.BeamFile.Diagnostics;
using Mochi.Language.Syntax;

namespace Mochi.Language;

/// <summary>
/// Collects the findings about one source text: at most one error for a place, at most <see cref="Limit"/> errors.
/// </summary>
internal sealed class DiagnosticBag(SourceText source)
{
    public const int Limit = 50;

    private readonly List<Entry> _entries = [];
    private readonly HashSet<int> _errorStarts = [];

    public int ErrorCount { get; private set; }

    public bool HasErrors => ErrorCount > 0;

    /// <summary>True when more errors are not worth looking for.</summary>
    public bool IsFull => ErrorCount >= Limit;

    /// <summary>Whether an error was reported that begins at a place.</summary>
    public bool HasErrorAt(int start) => _errorStarts.Contains(start);

    public void Error(string code, TextSpan span, string message, string? hint = null)
    {
        if (IsFull || !_errorStarts.Add(span.Start)) return;
        ErrorCount++;
        Add(code, DiagnosticSeverity.Error, span, message, hint);
        if (IsFull)
        {
            _entries.Add(new Entry(int.MaxValue, new Diagnostic(
                LanguageCodes.TooManyErrors,
                DiagnosticSeverity.Note,
                $"stopped after {Limit} errors",
                new DiagnosticPlace(source.FileName))));
        }
    }

    public void Warning(string code, TextSpan span, string message, string? hint = null) =>
        Add(code, DiagnosticSeverity.Warning, span, message, hint);

    /// <summary>All findings in source order.</summary>
    public IReadOnlyList<Diagnostic> ToList() => [.. _entries.OrderBy(entry => entry.Start).Select(entry => entry.Diagnostic)];

    private void Add(string code, DiagnosticSeverity severity, TextSpan span, string message, string? hint) =>
        _entries.Add(new Entry(span.Start, new Diagnostic(code, severity, message, source.GetPlace(span), hint)));

    private sealed record Entry(int Start, Diagnostic Diagnostic);
}
