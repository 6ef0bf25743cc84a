using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mochi.BeamDump.Views;

/// <summary>Where the chunks are.</summary>
internal sealed class ChunksView : IView
{
    /// <inheritdoc/>
    public void WriteText(StringBuilder text, BeamInput input)
    {
        text.Append("  chunk      offset      size\n");
        foreach (var chunk in input.Chunks.Container.Chunks)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {chunk.Id}  {chunk.DataOffset,11}{chunk.Data.Length,10}\n");
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json, BeamInput input)
    {
        json.WriteStartArray("chunks");
        foreach (var chunk in input.Chunks.Container.Chunks)
        {
            json.WriteStartObject();
            json.WriteString("id", chunk.Id);
            json.WriteNumber("offset", chunk.DataOffset);
            json.WriteNumber("size", chunk.Data.Length);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
