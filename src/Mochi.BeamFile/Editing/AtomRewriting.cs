using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Editing;

/// <summary>Rewrites the atoms of a module by a function; every table is made anew.</summary>
public static class AtomRewriting
{
    /// <summary>Rewrites atoms.</summary>
    /// <param name="module">The module.</param>
    /// <param name="map">
    /// Gives for an atom's text the new one. It has to give the same answer for the same text; it is not asked for what belongs to
    /// an instruction itself, such as the types of binary segments.
    /// </param>
    /// <param name="uses">The places whose atoms are rewritten.</param>
    /// <param name="options">How; <see langword="null"/> for the default.</param>
    /// <exception cref="DiagnosticException">
    /// A new atom cannot be one (BF034), two functions, exports, cases of a select, keys of a map or fields would get one name
    /// (BF031), or the tables cannot be made anew (BF035).
    /// </exception>
    public static EditedModule Rewrite(
        BeamModule module, Func<string, string> map, AtomUses uses = AtomUses.All, EditOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(map);
        return AfterEdit.Complete(module, new Rewriter(module, map, uses).Rewrite(), options ?? EditOptions.Default);
    }

    private sealed class Rewriter(BeamModule module, Func<string, string> map, AtomUses uses) : SymbolRewriter(module)
    {
        private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

        protected override string ModuleName(string name)
        {
            var renamed = If(UseOf(name, AtomUses.Module), name);
            if (renamed != name)
            {
                EditedNames.RequireModule(renamed, Original.Format);
            }

            return renamed;
        }

        protected override string FunctionName(string module, string name, int arity) =>
            If(UseOf(module, AtomUses.Functions), name);

        protected override string Value(string atom) => If(AtomUses.Values, atom);

        protected override string RecordName(string atom) => If(AtomUses.Records, atom);

        protected override Term Literal(Term term) => InTerm(term, AtomUses.Literals);

        protected override Term Attributes(Term term) =>
            uses.HasFlag(AtomUses.Attributes) ? InTerm(term, AtomUses.Attributes) : term;

        private AtomUses UseOf(string moduleName, AtomUses own) =>
            moduleName == Original.Name ? own : AtomUses.Imports;

        // Funs and records name what the code names elsewhere, and have to go on doing so.
        private Term InTerm(Term term, AtomUses use) => TermRewriting.BottomUp(term, part => part switch
        {
            AtomTerm atom => If(use, atom.Name) is var name && name == atom.Name ? atom : Term.Atom(name),
            ExternalFunTerm fun => TermRewriting.WithNames(
                fun, ModuleName(fun.Module), FunctionName(fun.Module, fun.Function, fun.Arity)),
            LocalFunTerm fun => TermRewriting.WithModule(fun, ModuleName(fun.Module)),
            NativeRecordTerm record =>
                TermRewriting.WithNames(record, ModuleName(record.Module), RecordName(record.Name), RecordName),
            _ => part,
        });

        private string If(AtomUses use, string name)
        {
            if ((uses & use) == 0)
            {
                return name;
            }

            if (!_names.TryGetValue(name, out var rewritten))
            {
                rewritten = map(name);
                ArgumentNullException.ThrowIfNull(rewritten);
                if (rewritten != name)
                {
                    EditedNames.RequireAtom(rewritten, Original.Format);
                }

                _names.Add(name, rewritten);
            }

            return rewritten;
        }
    }
}
