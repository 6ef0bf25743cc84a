using System.Globalization;
using System.Text;
using System.Text.Json;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamDump.Views;

/// <summary>Whether decoding and encoding again gives the same bytes.</summary>
internal sealed class RoundTripView : IView
{
    private BeamInput? _checked;
    private RoundTripResult? _result;

    /// <inheritdoc/>
    public void WriteText(StringBuilder text, BeamInput input)
    {
        var result = Check(input);
        text.Append(result.IsIdentical ? "  identical\n" : "  different\n");
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
        }

        return _result;
    }
}
