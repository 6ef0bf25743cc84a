using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Calls;

/// <summary>Writes call graphs in the language of Graphviz.</summary>
internal static class CallGraphDot
{
    private const string Head =
        """
        digraph calls {
          rankdir=LR;
          node [shape=box, fontname="monospace"];
        """;

    /// <summary>One node a function, those of a module in a box.</summary>
    public static string Functions(CallGraph graph)
    {
        var text = new StringBuilder(Head).Append('\n');
        var functions = graph.Functions;
        for (var index = 0; index < functions.Length;)
        {
            var module = functions[index].Name.Module;
            text.Append(CultureInfo.InvariantCulture, $"  subgraph {Name("cluster_" + TermPrinter.Atom(module))} {{\n");
            text.Append(CultureInfo.InvariantCulture, $"    label={Label(TermPrinter.Atom(module))};\n");
            for (; index < functions.Length && functions[index].Name.Module == module; index++)
            {
                var name = functions[index].Name;
                var label = string.Create(CultureInfo.InvariantCulture, $"{TermPrinter.Atom(name.Function)}/{name.Arity}");
                var style = functions[index] switch
                {
                    { IsDefined: false } => ", color=gray",
                    { IsExported: true } => ", penwidth=2",
                    _ => "",
                };
                text.Append(CultureInfo.InvariantCulture, $"    {Name(name.ToString())} [label={Label(label)}{style}];\n");
            }

            text.Append("  }\n");
        }

        ComputedTargets(text, graph);
        foreach (var call in graph.Calls)
        {
            var target = call.IsDynamic ? Computed(call) : call.Target.ToString();
            text.Append(CultureInfo.InvariantCulture, $"  {Name(call.Caller.ToString())} -> {Name(target)}{Style(call)};\n");
        }

        return text.Append("}\n").ToString();
    }

    /// <summary>One node a module; edges have the number of calls and funs.</summary>
    public static string Modules(
        SortedDictionary<string, bool> modules, ImmutableArray<ModuleDependency> dependencies)
    {
        var text = new StringBuilder(Head).Append('\n');
        foreach (var module in modules)
        {
            var label = Label(TermPrinter.Atom(module.Key));
            text.Append(CultureInfo.InvariantCulture, $"  {Name(TermPrinter.Atom(module.Key))} [label={label}{(module.Value ? "" : ", color=gray")}];\n");
        }

        foreach (var dependency in dependencies)
        {
            var style = dependency.Calls == 0 ? ", style=dashed" : "";
            var count = dependency.Calls + dependency.References;
            text.Append(CultureInfo.InvariantCulture, $"  {Name(TermPrinter.Atom(dependency.From))} -> {Name(TermPrinter.Atom(dependency.To))} [label=\"{count}\"{style}];\n");
        }

        return text.Append("}\n").ToString();
    }

    // What is computed has nodes of its own, outside of the boxes.
    private static void ComputedTargets(StringBuilder text, CallGraph graph)
    {
        var targets = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var call in graph.Calls)
        {
            if (call.IsDynamic)
            {
                targets[Computed(call)] = call.Kind == CallKind.Fun
                    ? $"fun/{call.Target.Arity?.ToString(CultureInfo.InvariantCulture) ?? "_"}"
                    : call.Target.ToString();
            }
        }

        foreach (var target in targets)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Name(target.Key)} [label={Label(target.Value)}, style=dotted];\n");
        }
    }

    // No function has a name with a space before the module.
    private static string Computed(FunctionCall call) => (call.Kind == CallKind.Fun ? " fun " : " apply ") + call.Target;

    private static string Style(FunctionCall call) => call switch
    {
        { IsDynamic: true } => " [style=dotted]",
        { Kind: CallKind.Lambda or CallKind.Reference } => " [style=dashed]",
        { Kind: CallKind.Bif } => " [color=gray]",
        { IsTail: true } => " [style=bold]",
        _ => "",
    };

    private static string Name(string text) => $"\"{Escape(text)}\"";

    // Labels are read once more than names are: for the entities of HTML.
    private static string Label(string text) => $"\"{Escape(text).Replace("&", "&amp;", StringComparison.Ordinal)}\"";

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
