using System.Globalization;
using System.Text;
using System.Text.Json;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Views;

/// <summary>The atom table.</summary>
internal sealed class AtomsView : IView
{
    /// <inheritdoc/>
    public void WriteText(StringBuilder text, BeamInput input)
    {
        var names = input.Chunks.Atoms.Names;
        for (var index = 0; index < names.Length; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {index + 1,5}  {TermPrinter.Atom(names[index])}\n");
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json, BeamInput input)
    {
        json.WriteStartArray("atoms");
        foreach (var name in input.Chunks.Atoms.Names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }
}
