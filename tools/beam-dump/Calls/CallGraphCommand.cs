using System.Collections.Immutable;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Analysis;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Calls;

/// <summary>Who calls whom.</summary>
internal sealed class CallGraphCommand : ModulesCommand
{
    private readonly List<ModuleCalls> _modules = [];
    private CallGraphSelection _selection = CallGraphSelection.Default;
    private bool _isByModule;

    /// <inheritdoc/>
    public override string Name => "callgraph";

    /// <inheritdoc/>
    public override string Summary => "who calls whom, as text, JSON, or a graph for Graphviz";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Code;

    /// <inheritdoc/>
    public override IReadOnlyList<CommandOption> Options =>
    [
        new("--format", "text|json|dot", "text for people, one JSON object, or a graph in the language of Graphviz"),
        new("--function", "GLOB", "only calls from or to these functions: lists:map/2, map/2, lists:*, handle_*; * stands for any "
            + "text, ? for any character; may be repeated"),
        new("--modules", null, "show which module calls which, not functions"),
        new("--inner", null, "leave out calls to modules that are not given"),
        new("--bifs", null, "show BIFs that are called in place as well, such as + and length/1"),
    ];

    /// <inheritdoc/>
    public override string Description =>
        "All files together make one graph; of modules with the same name the first counts. A call is a call, a tail-call, a\n"
        + "fun made of the function, an apply of computed names, or a call of a fun. What is computed is written _ and never\n"
        + "guessed: _:init/1 is a call of init/1 in some module. In the graph tail calls are bold, funs dashed, and what is\n"
        + "decided at run time is dotted.";

    /// <inheritdoc/>
    public override string Json =>
        """
        "functions": [{"function": Erlang source, "exported": or null when its module is not given}],
        "calls": [{"from", "to": Erlang source, "kind": local|external|bif|lambda|reference|apply|fun, "dynamic", "tail",
        "count": places in the code, "file", "line": of the first of them, or null}]
        With --modules: "modules": [{"module", "given"}], "calls": [{"from", "to", "calls", "references"}]
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "callgraph hello.beam",
        "callgraph --function 'lists:*sort*' --format json lists.beam",
        "callgraph --format dot --modules --inner ebin | dot -Tsvg > modules.svg",
    ];

    /// <inheritdoc/>
    public override bool HasDot => true;

    /// <inheritdoc/>
    protected override void Prepare(CommandContext context, Invocation invocation)
    {
        _isByModule = invocation.Has("--modules");
        var patterns = ImmutableArray.CreateBuilder<FunctionPattern>();
        foreach (var pattern in invocation.Values("--function"))
        {
            patterns.Add(FunctionPattern.Parse(pattern));
        }

        _selection = new CallGraphSelection
        {
            Functions = patterns.DrainToImmutable(),
            WithBifs = invocation.Has("--bifs"),
            OnlyInner = invocation.Has("--inner"),
        };
    }

    /// <inheritdoc/>
    protected override void Add(BeamInput input) => _modules.Add(ModuleCalls.Read(input.Chunks));

    /// <inheritdoc/>
    protected override string Show(OutputFormat format)
    {
        var graph = CallGraph.Of(_modules, _selection);
        return format switch
        {
            _ when _isByModule => ShowModules(graph, format),
            OutputFormat.Dot => CallGraphDot.Functions(graph),
            OutputFormat.Json => ToJson(json => CallGraphJson.Functions(json, graph)),
            _ => CallGraphText.Functions(graph),
        };
    }

    private static string ShowModules(CallGraph graph, OutputFormat format)
    {
        var modules = new SortedDictionary<string, bool>(StringComparer.Ordinal);
        foreach (var function in graph.Functions)
        {
            modules[function.Name.Module] = function.IsDefined || modules.GetValueOrDefault(function.Name.Module);
        }

        var dependencies = graph.ByModule();
        foreach (var dependency in dependencies)
        {
            // A module whose function is computed is in no list of functions.
            modules.TryAdd(dependency.To, false);
        }

        return format switch
        {
            OutputFormat.Dot => CallGraphDot.Modules(modules, dependencies),
            OutputFormat.Json => ToJson(json => CallGraphJson.Modules(json, modules, dependencies)),
            _ => CallGraphText.Modules(modules, dependencies),
        };
    }
}
