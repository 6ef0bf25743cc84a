using System.Collections.Immutable;
using System.Globalization;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Container;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Linking;

/// <summary>Whether modules fit together: calls that go nowhere, and modules that nothing leads to.</summary>
internal sealed class LinkCommand : ModulesCommand
{
    private readonly List<LinkModule> _modules = [];
    private readonly SortedSet<string> _roots = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _atoms = new(StringComparer.Ordinal);
    private LinkOptions _options = LinkOptions.Default;
    private LinkResult? _result;

    /// <inheritdoc/>
    public override string Name => "link";

    /// <inheritdoc/>
    public override string Summary => "calls that go nowhere, and modules that nothing leads to, across folders";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Checks;

    /// <inheritdoc/>
    public override string Operands => "DIR|FILE...";

    /// <inheritdoc/>
    public override IReadOnlyList<CommandOption> Options =>
    [
        new("--lib", "DIR", "modules that are there as well and are not checked themselves, such as the lib folder of OTP; may be "
            + "repeated"),
        new("--root", "MODULE", "where execution starts; may be repeated. Without it, the start modules of the .app files in the "
            + "folders given"),
        new("--otp", "RELEASE", "take the functions of the machine from this release only", Releases()),
    ];

    /// <inheritdoc/>
    public override string Description =>
        "A call is unresolved when no module given exports the function, none of --lib does, and the virtual machine itself\n"
        + "does not have it. What the machine has was written down from running machines of OTP 27 and 29: its BIFs, and the\n"
        + "exports of the modules that are built into it, erlang among them. Calls of computed names are not judged.\n"
        + "\n"
        + "From the roots, calls and funs lead to the modules that are reached. From there on, every atom in code or inside a\n"
        + "literal that is called like a module makes that module possible: it may be a callback, or be started by a\n"
        + "supervisor. What is neither is never reached. Modules that are built into the machine are roots always.";

    /// <inheritdoc/>
    public override string Json =>
        """
        "modules": number of them, "unresolved": [{"function": Erlang source,
        "reason": no_module|no_function|not_exported, "arities": exported with this name,
        "calls": [{"from", "kind": external|bif|reference, "count", "file", "line": of the first, or null}]}],
        "roots": [module], "possible": [{"module", "file", "from": a module with the atom, or null for a .app file}],
        "unreached": [{"module", "file"}], "duplicates": [{"module", "file": not the first}]
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "link --lib /usr/lib/erlang/lib _build/default/lib",
        "link --root my_main --lib /usr/lib/erlang/lib ebin",
        "link --format json /usr/lib/erlang/lib | jq '.unresolved[].function'",
    ];

    /// <inheritdoc/>
    public override string Fine => "no call is unresolved; modules that are never reached do not matter";

    /// <inheritdoc/>
    public override string Problem => "a call is unresolved, or a file has a problem; stderr says which";

    /// <inheritdoc/>
    protected override bool HasFindings => _result is { Unresolved.IsEmpty: false };

    /// <inheritdoc/>
    protected override void Prepare(CommandContext context, Invocation invocation)
    {
        _roots.UnionWith(invocation.Values("--root"));
        if (_roots.Count == 0)
        {
            FindRoots(context, invocation.Operands);
        }

        _options = new LinkOptions
        {
            Libraries = ReadLibraries(context, invocation),
            Machine = invocation.Value("--otp") is { } release
                ? MachineFunctions.Of(int.Parse(release, CultureInfo.InvariantCulture)) : MachineFunctions.All,
        };
    }

    /// <inheritdoc/>
    protected override void Add(BeamInput input) => _modules.Add(new LinkModule(input.Name, ModuleCalls.Read(input.Chunks)));

    /// <inheritdoc/>
    protected override string Show(OutputFormat format)
    {
        _result = LinkCheck.Check(_modules, _options with { Roots = [.. _roots], PossibleRoots = [.. _atoms] });
        return format == OutputFormat.Json
            ? ToJson(json => LinkReport.Write(json, _modules.Count, _roots, _result))
            : LinkReport.Text(_modules.Count, _roots, _result, hasLibraries: !_options.Libraries.IsEmpty);
    }

    private void FindRoots(CommandContext context, IEnumerable<string> operands)
    {
        foreach (var operand in operands)
        {
            foreach (var path in Directory.Exists(operand) ? ApplicationStart.FilesIn(operand) : [])
            {
                if (InputSources.Guard(context, path, () => ApplicationStart.Read(path)) is { Module: { } module } start)
                {
                    _roots.Add(module);
                    _atoms.UnionWith(start.Atoms);
                }
            }
        }
    }

    // Of libraries only the exports matter, so their code is not read.
    private static ImmutableArray<Mfa> ReadLibraries(CommandContext context, Invocation invocation)
    {
        var libraries = new Invocation();
        libraries.Operands.AddRange(invocation.Values("--lib"));
        libraries.Path.AddRange(invocation.Path);
        var exports = new List<Mfa>();
        foreach (var source in InputSources.Find(context, libraries))
        {
            context.Trace($"reading the exports of {source.Name}");
            InputSources.Guard(context, source.Name, () =>
            {
                var chunks = new BeamChunks(BeamContainer.Read(source.Read()));
                foreach (var export in chunks.Exports)
                {
                    exports.Add(new Mfa(chunks.ModuleName, export.Name, export.Arity));
                }

                return chunks;
            });
        }

        exports.Sort(Mfa.Order);
        return [.. exports];
    }

    private static string[] Releases()
    {
        var releases = new string[MachineFunctions.Releases.Count];
        for (var index = 0; index < releases.Length; index++)
        {
            releases[index] = MachineFunctions.Releases[index].ToString(CultureInfo.InvariantCulture);
        }

        return releases;
    }
}
