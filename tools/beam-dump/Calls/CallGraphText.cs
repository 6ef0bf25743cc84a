using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Calls;

/// <summary>Writes call graphs for people.</summary>
internal static class CallGraphText
{
    /// <summary>Each function with whom it calls.</summary>
    public static string Functions(CallGraph graph)
    {
        var text = new StringBuilder();
        var next = 0;
        foreach (var function in graph.Functions)
        {
            if (!function.IsDefined)
            {
                continue;
            }

            text.Append(function.Name).Append(function.IsExported ? " (exported)\n" : "\n");
            for (; next < graph.Calls.Length && graph.Calls[next].Caller == function.Name; next++)
            {
                var call = graph.Calls[next];
                text.Append(CultureInfo.InvariantCulture, $"  {Verb(call),-15} {Target(call)}");
                text.Append(call.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $", {call.Count} places\n") : "\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Each module with those that it calls.</summary>
    public static string Modules(
        SortedDictionary<string, bool> modules, ImmutableArray<ModuleDependency> dependencies)
    {
        var text = new StringBuilder();
        var next = 0;
        foreach (var module in modules)
        {
            if (!module.Value)
            {
                continue;
            }

            text.Append(TermPrinter.Atom(module.Key)).Append('\n');
            for (; next < dependencies.Length && dependencies[next].From == module.Key; next++)
            {
                var dependency = dependencies[next];
                text.Append(CultureInfo.InvariantCulture, $"  {TermPrinter.Atom(dependency.To),-30} {Plural(dependency.Calls, "call")}");
                text.Append(dependency.References > 0 ? $", {Plural(dependency.References, "fun")}\n" : "\n");
            }
        }

        return text.ToString();
    }

    private static string Verb(FunctionCall call) => (call.Kind, call.IsTail) switch
    {
        (CallKind.Lambda or CallKind.Reference, _) => "makes a fun of",
        (CallKind.Bif, _) => "calls in place",
        (CallKind.Apply, false) => "applies",
        (CallKind.Apply, true) => "tail-applies",
        (CallKind.Fun, false) => "calls fun",
        (CallKind.Fun, true) => "tail-calls fun",
        (_, false) => "calls",
        (_, true) => "tail-calls",
    };

    private static string Target(FunctionCall call) => call.Kind == CallKind.Fun
        ? "_/" + (call.Target.Arity?.ToString(CultureInfo.InvariantCulture) ?? "_")
        : call.Target.ToString();

    private static string Plural(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
