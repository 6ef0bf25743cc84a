using System.Globalization;
using System.Text;
using System.Text.Json;
using Mochi.BeamDump.Commands;

namespace Mochi.BeamDump.Views;

/// <summary>The places in the source.</summary>
internal sealed class LinesView : ViewCommand
{
    /// <inheritdoc/>
    public override string Name => "lines";

    /// <inheritdoc/>
    public override string Summary => "places in the source";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Parts;

    /// <inheritdoc/>
    public override string Json =>
        """
        "files": [name], "lines": [{"file", "line"}]    the first has number 1
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["lines hello.beam"];

    /// <inheritdoc/>
    public override void WriteText(StringBuilder text, BeamInput input)
    {
        if (input.Chunks.Lines is not { } lines)
        {
            return;
        }

        for (var index = 0; index < lines.Locations.Length; index++)
        {
            var location = lines.Locations[index];
            text.Append(CultureInfo.InvariantCulture, $"  {index + 1,5}  {location.File}:{location.Line}\n");
        }
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter json, BeamInput input)
    {
        var lines = input.Chunks.Lines;
        json.WriteStartArray("files");
        foreach (var name in lines?.FileNames ?? [])
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteStartArray("lines");
        foreach (var location in lines?.Locations ?? [])
        {
            json.WriteStartObject();
            json.WriteString("file", location.File);
            json.WriteNumber("line", location.Line);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
