using System.Globalization;
using System.Text;
using System.Text.Json;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamDump.Views;

/// <summary>Whether decoding and encoding again gives the same bytes.</summary>
internal sealed class RoundTripView : IView
{
    /// <summary>What came of all files so far.</summary>
    public RoundTripSummary Summary { get; } = new();

    private BeamInput? _checked;
    private RoundTripResult? _result;

    /// <inheritdoc/>
    public void WriteText(StringBuilder text, BeamInput input)
    {
        var result = Check(input);
        text.Append(result.IsIdentical ? "  identical\n" : "  different\n");
        foreach (var diagnostic in result.Diagnostics)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {diagnostic.Place.Chunk}: {diagnostic.Message}\n");
        }

        foreach (var chunk in result.Chunks)
        {
            if (!chunk.IsIdentical)
            {
                text.Append(CultureInfo.InvariantCulture, $"    {chunk.Id} from offset {chunk.FirstDifference}\n");
            }
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json, BeamInput input)
    {
        var result = Check(input);
        json.WriteBoolean("identical", result.IsIdentical);
        json.WriteStartArray("differences");
        foreach (var chunk in result.Chunks)
        {
            if (!chunk.IsIdentical)
            {
                json.WriteStartObject();
                json.WriteString("chunk", chunk.Id);
                json.WriteNumber("offset", chunk.FirstDifference);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Whether the file came out as it went in and there is nothing else to say.</summary>
    public bool HasNothingToSay(BeamInput input) => Check(input) is { IsIdentical: true, Diagnostics.IsEmpty: true };

    /// <summary>The figures of all files.</summary>
    public void WriteSummary(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture,
            $"{Summary.Files} files, {Summary.Bytes} bytes: {Summary.Identical} identical, {Summary.Differing} different\n");
        text.Append("  chunk  identical  different   kept         bytes\n");
        foreach (var chunk in Summary.Chunks)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"  {chunk.Id}  {chunk.Identical,10} {chunk.Differing,10} {chunk.Kept,6} {chunk.Bytes,13}\n");
        }
    }

    /// <summary>The figures of all files.</summary>
    public void WriteSummary(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("files", Summary.Files);
        json.WriteNumber("bytes", Summary.Bytes);
        json.WriteNumber("identical", Summary.Identical);
        json.WriteNumber("different", Summary.Differing);
        json.WriteStartArray("chunks");
        foreach (var chunk in Summary.Chunks)
        {
            json.WriteStartObject();
            json.WriteString("chunk", chunk.Id);
            json.WriteNumber("identical", chunk.Identical);
            json.WriteNumber("different", chunk.Differing);
            json.WriteNumber("kept", chunk.Kept);
            json.WriteNumber("bytes", chunk.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>What to report about the file; <see langword="null"/> when it came out as it went in.</summary>
    public Diagnostic? Problem(BeamInput input)
    {
        var result = Check(input);
        if (result.IsIdentical)
        {
            return null;
        }

        foreach (var diagnostic in result.Diagnostics)
        {
            if (diagnostic.Severity == DiagnosticSeverity.Error)
            {
                return diagnostic;
            }
        }

        var isPacked = input.Chunks.Container.IsCompressed;
        return new Diagnostic(
            "MC052",
            DiagnosticSeverity.Error,
            "decoding and encoding the file gives other bytes",
            new DiagnosticPlace(input.Name),
            isPacked ? "the file is compressed; decompress it with gunzip and compare that" : null);
    }

    private RoundTripResult Check(BeamInput input)
    {
        if (_result is null || _checked != input)
        {
            _checked = input;
            _result = RoundTrip.Check(input.Content, new BeamReaderOptions { FileName = input.Name });
            Summary.Add(input.Content, _result);
        }

        return _result;
    }
}
