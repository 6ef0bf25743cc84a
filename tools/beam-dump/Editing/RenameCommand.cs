using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Editing;
using Mochi.BeamFile.Terms;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Editing;

/// <summary>Files with other names in them.</summary>
internal sealed class RenameCommand : EditCommand
{
    private const AtomUses Values = AtomUses.Values | AtomUses.Literals | AtomUses.Records | AtomUses.Attributes;

    private readonly List<Renaming> _modules = [];
    private readonly List<Renaming> _functions = [];
    private readonly Dictionary<string, string> _atoms = new(StringComparer.Ordinal);
    private readonly Dictionary<Term, Term> _literals = [];
    private readonly List<string> _unused = [];
    private EditOptions _options = EditOptions.Default;
    private bool _hasEdited;

    /// <inheritdoc/>
    public override string Name => "rename";

    /// <inheritdoc/>
    public override string Summary => "the file with its module, functions or atoms renamed wherever the code names them";

    /// <inheritdoc/>
    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        new("--module", "[OLD=]NEW", "rename the file's module, or in the file another one that it calls; may be repeated"),
        new("--function", "[MODULE:]OLD/ARITY=NEW", "rename a function of the file's module, or calls of another module's; may be repeated"),
        new("--atom", "OLD=NEW", "rename an atom where the code, literals, records and attributes have it as a value; may be repeated"),
        new("--literal", "OLD=NEW", "put another term in the place of OLD in literals; may be repeated"),
        new("--keep-values", null, "let --module leave atoms that are the module's name but stand as values"),
        new("--keep-debug-info", null, "keep debug information and Elixir's checker data although they have the old names"),
    ];

    /// <inheritdoc/>
    public override string Description =>
        "Functions are renamed first, then modules, atoms, literals. All tables follow, and so do the MD5 and what is made of it.\n"
        + "What would make two things one is refused, such as two functions of the same name or two cases of a case. A name\n"
        + "is given as it is, or quoted as in Erlang. A term in a literal gives way to one of the same kind and shape, on which\n"
        + "the code may rely. What had to be left with an old name, or dropped for it, stderr tells.\n"
        + "Of many files, those that name what is renamed follow, and one that was called like its module is called like the renamed\n"
        + "one. Files of native code and .app files do not follow.\n\n"
        + AboutFiles;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "rename lists.beam --module lists2 -o lists2.beam",
        "rename shop.beam --function price/1=cost --atom euro=dollar -o shop.beam",
        "rename --literal '\"http\"=\"https\"' fetch.beam -o fetch.beam",
        "rename ebin --module json=my_json --function json:decode/1=read -o vendored/ebin",
    ];

    /// <inheritdoc/>
    protected override void Prepare(CommandContext context, Invocation invocation)
    {
        _options = new EditOptions
        {
            RewritesValues = !invocation.Has("--keep-values"),
            KeepsDebugInfo = invocation.Has("--keep-debug-info"),
        };
        foreach (var text in invocation.Values("--function"))
        {
            _functions.Add(Renaming.OfFunction(text));
            _unused.Add(_functions[^1].Rule);
        }

        foreach (var text in invocation.Values("--module"))
        {
            _modules.Add(Renaming.OfModule(text));
            _unused.Add(_modules[^1].Rule);
        }

        foreach (var text in invocation.Values("--atom"))
        {
            var atom = Renaming.OfAtom(text);
            _unused.Add(AtomRule(atom.Old!));
            if (!_atoms.TryAdd(atom.Old!, atom.New))
            {
                throw new UsageException($"the atom {TermPrinter.Atom(atom.Old!)} cannot get two names");
            }
        }

        foreach (var text in invocation.Values("--literal"))
        {
            var (old, now) = Renaming.OfLiteral(text);
            _unused.Add(LiteralRule(old));
            if (!_literals.TryAdd(old, now))
            {
                throw new UsageException($"the literal {old} cannot become two others");
            }
        }

        if (_unused.Count == 0)
        {
            throw new UsageException("nothing to rename", "give --module, --function, --atom or --literal");
        }
    }

    /// <inheritdoc/>
    protected override EditedFile Edit(byte[] file, bool isOneOfMany)
    {
        var read = BeamModuleReader.Read(file);
        var original = read.Require();
        var module = original;
        var diagnostics = read.Diagnostics.ToBuilder();
        foreach (var function in _functions)
        {
            RequireNamed(isOneOfMany, function.Module, "--function MODULE:OLD/ARITY=NEW");
            Take(
                FunctionRenaming.Rename(module, new(function.Module ?? module.Name, function.Old!, function.Arity), function.New, _options),
                function.Rule);
        }

        foreach (var renaming in _modules)
        {
            RequireNamed(isOneOfMany, renaming.Old, "--module OLD=NEW");
            Take(ModuleRenaming.Rename(module, renaming.Old ?? module.Name, renaming.New, _options), renaming.Rule);
        }

        if (_atoms.Count > 0)
        {
            Take(AtomRewriting.Rewrite(module, Atom, Values, _options), null);
        }

        if (_literals.Count > 0)
        {
            Take(LiteralRewriting.Rewrite(module, Literal, _options), null);
        }

        if (!isOneOfMany && _unused.Count > 0)
        {
            throw new DiagnosticException(Missing(_unused[0]));
        }

        _hasEdited = true;
        return new EditedFile(
            ReferenceEquals(module, original) ? file : BeamModuleWriter.Write(module), diagnostics.ToImmutable())
        {
            OldModule = original.Name,
            NewModule = module.Name,
        };

        void Take(EditedModule edited, string? rule)
        {
            if (rule is not null && !ReferenceEquals(edited.Module, module))
            {
                _unused.Remove(rule);
            }

            module = edited.Module;
            foreach (var diagnostic in edited.Diagnostics)
            {
                if (!diagnostics.Contains(diagnostic))
                {
                    diagnostics.Add(diagnostic);
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<Diagnostic> Findings()
    {
        // One file has said so already, and what could not be read says enough.
        return _hasEdited ? _unused.Select(Missing) : [];
    }

    private string Atom(string name)
    {
        if (!_atoms.TryGetValue(name, out var now))
        {
            return name;
        }

        _unused.Remove(AtomRule(name));
        return now;
    }

    private Term Literal(Term term) => TermRewriting.BottomUp(term, part =>
    {
        if (!_literals.TryGetValue(part, out var now))
        {
            return part;
        }

        _unused.Remove(LiteralRule(part));
        return now;
    });

    private static string AtomRule(string name) => $"value {TermPrinter.Atom(name)}";

    private static string LiteralRule(Term literal) => $"literal {literal}";

    private static void RequireNamed(bool isOneOfMany, string? name, string form)
    {
        if (isOneOfMany && name is null)
        {
            throw new UsageException("several files do not have one module", $"give {form}");
        }
    }

    private static Diagnostic Missing(string rule) => new(
        BeamFileCodes.NothingToEdit, DiagnosticSeverity.Error, $"there is no {rule} to rename", DiagnosticPlace.None,
        "beam-dump atoms, imports, exports and literals list what a file has");
}
