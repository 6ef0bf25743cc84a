using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Views;

/// <summary>The functions that are exported, or those that are not.</summary>
internal sealed class FunctionsView(bool areExported) : IView
{
    /// <inheritdoc/>
    public void WriteText(StringBuilder text, BeamInput input)
    {
        foreach (var entry in Entries(input))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{TermPrinter.Atom(entry.Name)}/{entry.Arity}");
            text.Append(CultureInfo.InvariantCulture, $"  {name,-40}  label {entry.Label}\n");
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json, BeamInput input)
    {
        json.WriteStartArray(areExported ? "exports" : "locals");
        foreach (var entry in Entries(input))
        {
            json.WriteStartObject();
            json.WriteString("function", entry.Name);
            json.WriteNumber("arity", entry.Arity);
            json.WriteNumber("label", entry.Label);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private ImmutableArray<FunctionEntry> Entries(BeamInput input) =>
        areExported ? input.Chunks.Exports : input.Chunks.Locals;
}
