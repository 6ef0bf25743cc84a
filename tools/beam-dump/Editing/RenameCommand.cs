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
    private EditOptions _options = EditOptions.Default;
    private bool _isFolder;

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
        + "Below a DIR a file that was called like its module is called like the renamed one.\n\n"
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
    protected override void Prepare(CommandContext context, Invocation invocation, bool isFolder)
    {
        _isFolder = isFolder;
        _options = new EditOptions
        {
            RewritesValues = !invocation.Has("--keep-values"),
            KeepsDebugInfo = invocation.Has("--keep-debug-info"),
        };
        foreach (var text in invocation.Values("--module"))
        {
            var module = Renaming.OfModule(text);
            _modules.Add(module.Old is null && isFolder
                ? throw new UsageException("--module NEW would give every file below the folder one name", "give --module OLD=NEW")
                : module);
        }

        foreach (var text in invocation.Values("--function"))
        {
            var function = Renaming.OfFunction(text);
            _functions.Add(function.Module is null && isFolder
                ? throw new UsageException($"the function in '{text}' needs its module", "give --function MODULE:OLD/ARITY=NEW")
                : function);
        }

        foreach (var text in invocation.Values("--atom"))
        {
            var atom = Renaming.OfAtom(text);
            if (!_atoms.TryAdd(atom.Old!, atom.New))
            {
                throw new UsageException($"the atom {TermPrinter.Atom(atom.Old!)} cannot get two names");
            }
        }

        foreach (var text in invocation.Values("--literal"))
        {
            var (old, term) = Renaming.OfLiteral(text);
            if (!_literals.TryAdd(old, term))
            {
                throw new UsageException($"the literal {old} cannot become two others");
            }
        }

        if (_modules.Count + _functions.Count + _atoms.Count + _literals.Count == 0)
        {
            throw new UsageException("nothing to rename", "give --module, --function, --atom or --literal");
        }
    }

    /// <inheritdoc/>
    protected override EditResult Edit(byte[] file)
    {
        var read = BeamModuleReader.Read(file);
        var original = read.Require();
        var module = original;
        var diagnostics = read.Diagnostics.ToBuilder();
        foreach (var function in _functions)
        {
            Take(
                FunctionRenaming.Rename(module, new(function.Module ?? module.Name, function.Old!, function.Arity), function.New, _options),
                $"{function.Module}:{function.Old}/{function.Arity} is not called");
        }

        foreach (var renaming in _modules)
        {
            Take(
                ModuleRenaming.Rename(module, renaming.Old ?? module.Name, renaming.New, _options),
                renaming.Old is null ? "the module has that name already" : $"the module {renaming.Old} is not named");
        }

        if (_atoms.Count > 0)
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            var edited = AtomRewriting.Rewrite(module, NewName, Values, _options);
            foreach (var atom in _atoms.Keys)
            {
                RequireFound(found.Contains(atom), $"the atom {TermPrinter.Atom(atom)} is not used as a value");
            }

            Take(edited, "the atoms have those names already");

            string NewName(string atom)
            {
                if (!_atoms.TryGetValue(atom, out var name))
                {
                    return atom;
                }

                found.Add(atom);
                return name;
            }
        }

        if (_literals.Count > 0)
        {
            var found = new HashSet<Term>();
            var edited = LiteralRewriting.Rewrite(
                module, literal => TermRewriting.BottomUp(literal, term => NewTerm(term, found)), _options);
            foreach (var term in _literals.Keys)
            {
                RequireFound(found.Contains(term), $"{term} is in no literal");
            }

            Take(edited, "the literals are those already");
        }

        return ReferenceEquals(module, original)
            ? new EditResult(file, read.Diagnostics)
            : new EditResult(BeamModuleWriter.Write(module), diagnostics.ToImmutable())
            {
                OldModule = original.Name,
                Module = module.Name,
            };

        void Take(EditedModule edited, string otherwise)
        {
            RequireFound(!ReferenceEquals(edited.Module, module), otherwise);
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

    private Term NewTerm(Term term, HashSet<Term> found)
    {
        if (!_literals.TryGetValue(term, out var replacement))
        {
            return term;
        }

        found.Add(term);
        return replacement;
    }

    // Of many files most will not name what is renamed.
    private void RequireFound(bool isFound, string otherwise)
    {
        if (!isFound && !_isFolder)
        {
            throw new DiagnosticException(new Diagnostic(
                BeamFileCodes.NothingToEdit, DiagnosticSeverity.Error, otherwise, DiagnosticPlace.None,
                "beam-dump atoms, imports, exports and literals list what a file has"));
        }
    }
}
