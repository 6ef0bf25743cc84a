using System.Globalization;
using System.Text;
using System.Text.Json;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Views;

/// <summary>The attributes and what the compiler says about itself.</summary>
internal sealed class AttributesView : ViewCommand
{
    /// <inheritdoc/>
    public override string Name => "attrs";

    /// <inheritdoc/>
    public override string Summary => "attributes and what the compiler says about itself";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Parts;

    /// <inheritdoc/>
    public override string Json =>
        """
        "attributes": [{"name", "value"}], "compile": [{"name", "value"}]
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["attrs hello.beam"];

    /// <inheritdoc/>
    public override void WriteText(StringBuilder text, BeamInput input)
    {
        Append(text, "attributes", input.Chunks.Attributes);
        Append(text, "compile", input.Chunks.CompileInfo);
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter json, BeamInput input)
    {
        Write(json, "attributes", input.Chunks.Attributes);
        Write(json, "compile", input.Chunks.CompileInfo);
    }

    private static void Append(StringBuilder text, string title, Term? list)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {title}\n");
        foreach (var (name, value) in Pairs(list))
        {
            text.Append(CultureInfo.InvariantCulture, $"    {name,-12}  {value}\n");
        }
    }

    private static void Write(Utf8JsonWriter json, string title, Term? list)
    {
        json.WriteStartArray(title);
        foreach (var (name, value) in Pairs(list))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static List<(string Name, string Value)> Pairs(Term? list)
    {
        var pairs = new List<(string, string)>();
        foreach (var element in list is ListTerm { Elements: var elements } ? elements : [])
        {
            pairs.Add(element is TupleTerm { Arity: 2 } pair
                ? (TermPrinter.Print(pair[0]), TermPrinter.Print(pair[1]))
                : ("", TermPrinter.Print(element)));
        }

        return pairs;
    }
}
