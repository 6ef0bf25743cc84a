using System.Globalization;
using System.Text;
using System.Text.Json;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Views;

/// <summary>The literal table, as Erlang source.</summary>
internal sealed class LiteralsView : IView
{
    /// <inheritdoc/>
    public void WriteText(StringBuilder text, BeamInput input)
    {
        var terms = input.Chunks.Literals.Terms;
        for (var index = 0; index < terms.Length; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {index,5}  {TermPrinter.Print(terms[index])}\n");
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json, BeamInput input)
    {
        json.WriteStartArray("literals");
        foreach (var term in input.Chunks.Literals.Terms)
        {
            json.WriteStringValue(TermPrinter.Print(term));
        }

        json.WriteEndArray();
    }
}
