using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mochi.Tools.Tests.BeamDump;

/// <summary>
/// Checks JSON against the part of JSON Schema 2020-12 that <c>docs/beam-dump.schema.json</c> uses; a word that is not known
/// here is an error, so that nothing in the schema goes unchecked.
/// </summary>
internal sealed class JsonSchema(JsonElement root)
{
    private static readonly string[] Notes = ["description", "title", "$schema", "$defs"];

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>The properties of all definitions, each with its definition.</summary>
    public IEnumerable<string> Described() =>
        root.GetProperty("$defs").EnumerateObject().SelectMany(definition => Described(definition.Value, definition.Name));

    /// <summary>Those of them that a value had.</summary>
    public IReadOnlySet<string> Seen => _seen;

    /// <summary>What is wrong with a value; empty when nothing is.</summary>
    public List<string> Check(string definition, JsonElement value)
    {
        var problems = new List<string>();
        Check(Definition(definition), definition, value, "$", problems);
        return problems;
    }

    private JsonElement Definition(string name) =>
        root.GetProperty("$defs").TryGetProperty(name, out var found) ? found
            : throw new InvalidDataException($"the schema has no definition {name}");

    private static IEnumerable<string> Described(JsonElement schema, string path)
    {
        foreach (var word in schema.EnumerateObject())
        {
            switch (word.Name)
            {
                case "properties":
                    foreach (var property in word.Value.EnumerateObject())
                    {
                        var inner = $"{path}.{property.Name}";
                        yield return inner;
                        foreach (var described in Described(property.Value, inner))
                        {
                            yield return described;
                        }
                    }

                    break;
                case "items":
                    foreach (var described in Described(word.Value, path + "[]"))
                    {
                        yield return described;
                    }

                    break;
                case "anyOf":
                    foreach (var described in word.Value.EnumerateArray().SelectMany(choice => Described(choice, path)))
                    {
                        yield return described;
                    }

                    break;
            }
        }
    }

    private void Check(JsonElement schema, string path, JsonElement value, string place, List<string> problems)
    {
        foreach (var word in schema.EnumerateObject())
        {
            switch (word.Name)
            {
                case "$ref":
                    var name = word.Value.GetString()!.Replace("#/$defs/", "", StringComparison.Ordinal);
                    Check(Definition(name), name, value, place, problems);
                    break;
                case "type" when !IsOfType(word.Value, value):
                    problems.Add($"{place} is {value.ValueKind} and not {word.Value}");
                    return;
                case "anyOf":
                    CheckAny(word.Value, path, value, place, problems);
                    break;
                case "enum" when !word.Value.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)):
                    problems.Add($"{place} is {value}, none of {word.Value}");
                    break;
                case "minimum" when value.ValueKind == JsonValueKind.Number && value.GetInt64() < word.Value.GetInt64():
                case "maximum" when value.ValueKind == JsonValueKind.Number && value.GetInt64() > word.Value.GetInt64():
                case "minLength" when Text(value) is { } text && text.Length < word.Value.GetInt32():
                case "maxLength" when Text(value) is { } longText && longText.Length > word.Value.GetInt32():
                case "pattern" when Text(value) is { } form && !Regex.IsMatch(form, word.Value.GetString()!):
                    problems.Add($"{place} is {value}, against {word.Name} {word.Value}");
                    break;
                case "items" when value.ValueKind == JsonValueKind.Array:
                    var index = 0;
                    foreach (var item in value.EnumerateArray())
                    {
                        Check(word.Value, path + "[]", item, $"{place}[{index++}]", problems);
                    }

                    break;
                case "properties" when value.ValueKind == JsonValueKind.Object:
                    CheckObject(schema, path, value, place, problems);
                    break;
                case "type" or "enum" or "minimum" or "maximum" or "minLength" or "maxLength" or "pattern" or "items"
                    or "properties" or "required" or "additionalProperties":
                    break;
                default:
                    if (!Notes.Contains(word.Name))
                    {
                        throw new InvalidDataException($"{path} uses {word.Name}, which is not checked");
                    }

                    break;
            }
        }
    }

    private void CheckAny(JsonElement choices, string path, JsonElement value, string place, List<string> problems)
    {
        var all = new List<string>();
        foreach (var choice in choices.EnumerateArray())
        {
            var found = new List<string>();
            Check(choice, path, value, place, found);
            if (found.Count == 0)
            {
                return;
            }

            all.AddRange(found);
        }

        problems.AddRange(all);
    }

    private void CheckObject(JsonElement schema, string path, JsonElement value, string place, List<string> problems)
    {
        if (schema.GetProperty("additionalProperties").ValueKind != JsonValueKind.False)
        {
            throw new InvalidDataException($"{path} lets other properties pass");
        }

        foreach (var required in schema.GetProperty("required").EnumerateArray())
        {
            if (!value.TryGetProperty(required.GetString()!, out _))
            {
                problems.Add($"{place} has no {required}");
            }
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (!names.Add(property.Name))
            {
                problems.Add($"{place} has {property.Name} twice");
            }

            if (!schema.GetProperty("properties").TryGetProperty(property.Name, out var inner))
            {
                problems.Add($"{place} has {property.Name}, which is not described");
                continue;
            }

            var described = $"{path}.{property.Name}";
            _seen.Add(described);
            Check(inner, described, property.Value, $"{place}.{property.Name}", problems);
        }
    }

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsOfType(JsonElement type, JsonElement value) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(one => IsOfType(one, value))
        : type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "null" => value.ValueKind == JsonValueKind.Null,
            var other => throw new InvalidDataException($"{other} is no type that is checked"),
        };
}
