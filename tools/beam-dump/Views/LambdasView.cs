using System.Globalization;
using System.Text;
using System.Text.Json;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Views;

/// <summary>The lambdas.</summary>
internal sealed class LambdasView : IView
{
    /// <inheritdoc/>
    public void WriteText(StringBuilder text, BeamInput input)
    {
        foreach (var lambda in input.Chunks.Lambdas)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{TermPrinter.Atom(lambda.Function)}/{lambda.Arity}");
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {lambda.Index,5}  {name,-40}  label {lambda.Label}, {lambda.FreeCount} free, uniq {lambda.OldUnique}\n");
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json, BeamInput input)
    {
        json.WriteStartArray("funs");
        foreach (var lambda in input.Chunks.Lambdas)
        {
            json.WriteStartObject();
            json.WriteString("function", lambda.Function);
            json.WriteNumber("arity", lambda.Arity);
            json.WriteNumber("label", lambda.Label);
            json.WriteNumber("free", lambda.FreeCount);
            json.WriteNumber("uniq", lambda.OldUnique);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
