using System.Globalization;
using System.Text;
using System.Text.Json;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamDump.Views;

/// <summary>Whether decoding and encoding again gives the same bytes.</summary>
internal sealed class RoundTripView : ViewCommand
{
    private readonly RoundTripSummary _summary = new();
    private BeamInput? _checked;
    private RoundTripResult? _result;

    /// <inheritdoc/>
    public override string Name => "round-trip";

    /// <inheritdoc/>
    public override string Summary => "whether decoding and encoding again gives the same bytes";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Checks;

    /// <inheritdoc/>
    public override string Description =>
        "Of several files only those are shown about which there is something to say; the figures of all of them follow.";

    /// <inheritdoc/>
    public override string Json =>
        """
        "identical", "differences": [{"chunk", "offset"}]
        and after several files, instead of these, "files", "bytes", "identical", "different",
        "chunks": [{"chunk", "identical", "different", "kept", "bytes"}]
        """;

    /// <inheritdoc/>
    public override string Fine => "every file was read and came out the same";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["round-trip /usr/lib/erlang/lib"];

    /// <inheritdoc/>
    public override void WriteText(StringBuilder text, BeamInput input)
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
    public override void WriteJson(Utf8JsonWriter json, BeamInput input)
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

    /// <inheritdoc/>
    public override bool HasNothingToSay(BeamInput input) => Check(input) is { IsIdentical: true, Diagnostics.IsEmpty: true };

    /// <inheritdoc/>
    public override void WriteSummary(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture,
            $"{_summary.Files} files, {_summary.Bytes} bytes: {_summary.Identical} identical, {_summary.Differing} different\n");
        text.Append("  chunk  identical  different   kept         bytes\n");
        foreach (var chunk in _summary.Chunks)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"  {chunk.Id}  {chunk.Identical,10} {chunk.Differing,10} {chunk.Kept,6} {chunk.Bytes,13}\n");
        }
    }

    /// <inheritdoc/>
    public override void WriteSummary(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("files", _summary.Files);
        json.WriteNumber("bytes", _summary.Bytes);
        json.WriteNumber("identical", _summary.Identical);
        json.WriteNumber("different", _summary.Differing);
        json.WriteStartArray("chunks");
        foreach (var chunk in _summary.Chunks)
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

    /// <inheritdoc/>
    public override bool HasSummary => _summary.Files > 0;

    /// <inheritdoc/>
    public override Diagnostic? ProblemOf(BeamInput input)
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
            _summary.Add(input.Content, _result);
        }

        return _result;
    }
}
