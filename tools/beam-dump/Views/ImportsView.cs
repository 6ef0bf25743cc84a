using System.Globalization;
using System.Text;
using System.Text.Json;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Views;

/// <summary>The functions of other modules that a module calls.</summary>
internal sealed class ImportsView : IView
{
    /// <inheritdoc/>
    public void WriteText(StringBuilder text, BeamInput input)
    {
        var imports = input.Chunks.Imports;
        for (var index = 0; index < imports.Length; index++)
        {
            var (module, function) = (TermPrinter.Atom(imports[index].Module), TermPrinter.Atom(imports[index].Function));
            text.Append(CultureInfo.InvariantCulture, $"  {index,5}  {module}:{function}/{imports[index].Arity}\n");
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json, BeamInput input)
    {
        json.WriteStartArray("imports");
        foreach (var import in input.Chunks.Imports)
        {
            json.WriteStartObject();
            json.WriteString("module", import.Module);
            json.WriteString("function", import.Function);
            json.WriteNumber("arity", import.Arity);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
