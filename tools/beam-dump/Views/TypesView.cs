using System.Globalization;
using System.Text;
using System.Text.Json;
using Mochi.BeamAsm.Disassembly;
using Mochi.BeamDump.Commands;

namespace Mochi.BeamDump.Views;

/// <summary>The types of registers.</summary>
internal sealed class TypesView : ViewCommand
{
    /// <inheritdoc/>
    public override string Name => "types";

    /// <inheritdoc/>
    public override string Summary => "types of registers";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Parts;

    /// <inheritdoc/>
    public override string Json =>
        """
        "version", "types": [text]
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["types hello.beam"];

    /// <inheritdoc/>
    public override void WriteText(StringBuilder text, BeamInput input)
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
    public override void WriteJson(Utf8JsonWriter json, BeamInput input)
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
