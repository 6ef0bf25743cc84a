using System.Collections.Immutable;
using System.Text.Json;
using Mochi.BeamFile.Analysis;

namespace Mochi.BeamDump.Calls;

/// <summary>Writes call graphs as JSON.</summary>
internal static class CallGraphJson
{
    /// <summary>Functions and calls.</summary>
    public static void Functions(Utf8JsonWriter json, CallGraph graph)
    {
        json.WriteStartArray("functions");
        foreach (var function in graph.Functions)
        {
            json.WriteStartObject();
            json.WriteString("function", function.Name.ToString());
            if (function.IsDefined)
            {
                json.WriteBoolean("exported", function.IsExported);
            }
            else
            {
                json.WriteNull("exported");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("calls");
        foreach (var call in graph.Calls)
        {
            Call(json, call);
        }

        json.WriteEndArray();
    }

    /// <summary>Modules and who uses whom.</summary>
    public static void Modules(
        Utf8JsonWriter json, SortedDictionary<string, bool> modules, ImmutableArray<ModuleDependency> dependencies)
    {
        json.WriteStartArray("modules");
        foreach (var module in modules)
        {
            json.WriteStartObject();
            json.WriteString("module", module.Key);
            json.WriteBoolean("given", module.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("calls");
        foreach (var dependency in dependencies)
        {
            json.WriteStartObject();
            json.WriteString("from", dependency.From);
            json.WriteString("to", dependency.To);
            json.WriteNumber("calls", dependency.Calls);
            json.WriteNumber("references", dependency.References);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Call(Utf8JsonWriter json, FunctionCall call)
    {
        json.WriteStartObject();
        json.WriteString("from", call.Caller.ToString());
        json.WriteString("to", call.Target.ToString());
        json.WriteString("kind", call.Kind switch
        {
            CallKind.Local => "local",
            CallKind.External => "external",
            CallKind.Bif => "bif",
            CallKind.Lambda => "lambda",
            CallKind.Reference => "reference",
            CallKind.Apply => "apply",
            _ => "fun",
        });
        json.WriteBoolean("dynamic", call.IsDynamic);
        json.WriteBoolean("tail", call.IsTail);
        json.WriteNumber("count", call.Count);
        if (call.Source.File is { } file)
        {
            json.WriteString("file", file);
            json.WriteNumber("line", call.Source.Line);
        }
        else
        {
            json.WriteNull("file");
            json.WriteNull("line");
        }

        json.WriteEndObject();
    }
}
