using System.Globalization;
using System.Text;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.CommandLine;

/// <summary>
/// Turns diagnostics into text for people: <c>file:line:column: error CODE: message</c>, the source line, a line of
/// carets, a hint; a place in a binary file follows the message.
/// </summary>
/// <param name="program">The command's name, shown where there is no file.</param>
/// <param name="useColor">Whether to write colour sequences.</param>
internal sealed class DiagnosticRenderer(string program, bool useColor)
{
    private const string Bold = "\e[1m";
    private const string Red = "\e[1;31m";
    private const string Yellow = "\e[1;33m";
    private const string Cyan = "\e[1;36m";
    private const string Green = "\e[1;32m";
    private const string Plain = "\e[0m";

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _sources = new(StringComparer.Ordinal);

    /// <summary>Remembers a source text, so that lines of it can be shown.</summary>
    public void AddSource(string file, ReadOnlyMemory<byte> content) => _sources[file] = content;

    /// <summary>The text for one diagnostic, line ends included.</summary>
    public string Render(Diagnostic diagnostic)
    {
        var text = new StringBuilder();
        var place = diagnostic.Place;
        Append(text, Bold, Where(place));
        text.Append(": ");
        var (label, color) = diagnostic.Severity switch
        {
            DiagnosticSeverity.Error => ("error", Red),
            DiagnosticSeverity.Warning => ("warning", Yellow),
            _ => ("note", Cyan),
        };
        Append(text, color, label);
        text.Append(' ').Append(diagnostic.Code).Append(": ").Append(diagnostic.Message);
        AppendBinaryPlace(text, place);
        text.Append('\n');
        AppendExcerpt(text, place);
        if (diagnostic.Hint is { } hint)
        {
            Append(text, Cyan, "hint");
            text.Append(": ").Append(hint).Append('\n');
        }

        return text.ToString();
    }

    private string Where(DiagnosticPlace place)
    {
        var file = place.File ?? program;
        return place.Line == 0 ? file
            : place.Column == 0 ? string.Create(CultureInfo.InvariantCulture, $"{file}:{place.Line}")
            : string.Create(CultureInfo.InvariantCulture, $"{file}:{place.Line}:{place.Column}");
    }

    private static void AppendBinaryPlace(StringBuilder text, DiagnosticPlace place)
    {
        if (place.Chunk is null && place.Offset < 0)
        {
            return;
        }

        text.Append(" (");
        if (place.Chunk is { } chunk)
        {
            text.Append("chunk ").Append(chunk).Append(place.Offset < 0 ? "" : ", ");
        }

        if (place.Offset >= 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"offset {place.Offset}");
        }

        text.Append(')');
    }

    private void AppendExcerpt(StringBuilder text, DiagnosticPlace place)
    {
        if (place.Line > 0 && place.File is { } file && _sources.TryGetValue(file, out var source)
            && SourceExcerpt.Find(source.Span, place.Line, place.Column, place.Length) is { } excerpt)
        {
            text.Append("  ").Append(excerpt.Line).Append('\n').Append("  ");
            Append(text, Green, excerpt.Carets);
            text.Append('\n');
        }
    }

    private void Append(StringBuilder text, string color, string value)
    {
        if (useColor)
        {
            text.Append(color).Append(value).Append(Plain);
        }
        else
        {
            text.Append(value);
        }
    }
}
