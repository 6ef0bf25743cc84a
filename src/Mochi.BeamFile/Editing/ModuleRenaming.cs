using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Editing;

/// <summary>
/// Renames a module, in its own file and in the files of modules that refer to it: its name, <c>module_info</c>, calls and
/// funs that name it, native records, and values that are its name (<see cref="EditOptions.RewritesValues"/>). Functions
/// that the virtual machine has under the old name (<c>lists:reverse/2</c>) are called under it. Stack traces go on to name the
/// source file it was compiled from.
/// </summary>
public static class ModuleRenaming
{
    /// <summary>Renames a module in the module itself or in one that refers to it.</summary>
    /// <param name="module">The module that is edited.</param>
    /// <param name="from">The name of the module that is renamed.</param>
    /// <param name="to">Its new name, 1 to 255 characters of Latin-1.</param>
    /// <param name="options">How; <see langword="null"/> for the default.</param>
    /// <exception cref="DiagnosticException">
    /// The name cannot be one (BF034), two things would get one name (BF031), or the tables cannot be made anew (BF035).
    /// </exception>
    public static EditedModule Rename(BeamModule module, string from, string to, EditOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentException.ThrowIfNullOrEmpty(from);
        ArgumentNullException.ThrowIfNull(to);
        EditedNames.RequireModule(to, module.Format);
        options ??= EditOptions.Default;
        var edited = new Rewriter(module, from, to, options.RewritesValues).Rewrite();
        Diagnostic? forwarded = null;
        var isOwn = module.Name == from && !ReferenceEquals(edited, module);
        if (isOwn)
        {
            edited = NativeFunctions.Forward(module, edited, out forwarded);
        }

        return AfterEdit.Complete(
            module, edited, options, forwarded, isOwn ? NativeFunctions.LibraryOf(module) : null,
            AfterEdit.Mentions(edited.Attributes, from, ChunkId.Attributes));
    }

    /// <summary>Renames a module in its own file.</summary>
    /// <param name="module">The module.</param>
    /// <param name="to">Its new name, 1 to 255 characters of Latin-1.</param>
    /// <param name="options">How; <see langword="null"/> for the default.</param>
    /// <exception cref="DiagnosticException">As for the other method.</exception>
    public static EditedModule Rename(BeamModule module, string to, EditOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        return Rename(module, module.Name, to, options);
    }

    private sealed class Rewriter(BeamModule module, string from, string to, bool rewritesValues)
        : SymbolRewriter(module)
    {
        protected override string ModuleName(string name) => name == from ? to : name;

        protected override string Value(string atom) => rewritesValues && atom == from ? to : atom;

        protected override Term Literal(Term term) => TermRewriting.BottomUp(term, part => part switch
        {
            AtomTerm atom when rewritesValues && atom.Name == from => Term.Atom(to),
            ExternalFunTerm fun => TermRewriting.WithNames(fun, ModuleName(fun.Module), fun.Function),
            LocalFunTerm fun => TermRewriting.WithModule(fun, ModuleName(fun.Module)),
            NativeRecordTerm record =>
                TermRewriting.WithNames(record, ModuleName(record.Module), record.Name, field => field),
            _ => part,
        });
    }
}
