using System.Globalization;
using System.Text;
using System.Text.Json;
using Mochi.BeamAsm.Disassembly;

namespace Mochi.BeamDump.Views;

/// <summary>The types of registers.</summary>
internal sealed class TypesView : IView
{
    /// <inheritdoc/>
    public void WriteText(StringBuilder text, BeamInput input)
    {
        if (input.Chunks.Types is not { } table)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"  version {table.Version}\n");
        for (var index = 0; index < table.Types.Length; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {index,5}  {TypeText.Of(table.Types[index])}\n");
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json, BeamInput input)
    {
        if (input.Chunks.Types is { } known)
        {
            json.WriteNumber("version", known.Version);
        }

        json.WriteStartArray("types");
        foreach (var type in input.Chunks.Types?.Types ?? [])
        {
            json.WriteStringValue(TypeText.Of(type));
        }

        json.WriteEndArray();
    }
}
