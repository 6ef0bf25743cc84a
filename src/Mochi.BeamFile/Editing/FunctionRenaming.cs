using System.Collections.Immutable;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Metadata;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Editing;

/// <summary>
/// Renames a function, exported or not, in its own module and in modules that call it: the function, exports and locals,
/// lambdas, calls and funs that name it, the functions that compilers made of parts of it (<c>-name/1-fun-0-</c>), and its
/// documentation. Atoms that happen to be its name stay; the diagnostics tell of them.
/// </summary>
public static class FunctionRenaming
{
    /// <summary>Renames a function in its own module or in one that refers to it.</summary>
    /// <param name="module">The module that is edited.</param>
    /// <param name="function">The function that is renamed.</param>
    /// <param name="to">Its new name, at most 255 characters.</param>
    /// <param name="options">How; <see langword="null"/> for the default.</param>
    /// <exception cref="DiagnosticException">
    /// The module is the function's and does not have it (BF032), has another one of the new name (BF031), the name or one that
    /// is derived from it cannot be one or the function has to be called as it is (BF034), or the tables cannot be made anew
    /// (BF035).
    /// </exception>
    public static EditedModule Rename(
        BeamModule module, Mfa function, string to, EditOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(to);
        EditedNames.RequireAtom(to, module.Format);
        options ??= EditOptions.Default;
        var rewriter = new Rewriter(module, function, to);
        if (module.Name != function.Module)
        {
            return AfterEdit.Complete(module, rewriter.Rewrite(), options);
        }

        var renamed = Require(module, function);
        var edited = rewriter.Rewrite();
        if (ReferenceEquals(edited, module))
        {
            return new EditedModule(module, []);
        }

        edited = WithDocumentation(NativeFunctions.Forward(module, edited, out var forwarded), function, to);
        return AfterEdit.Complete(
            module, edited, options, forwarded, rewriter.LeftValues(), NativeFunctions.ReplacementOf(renamed),
            AfterEdit.Mentions(edited.Attributes, function.Function, ChunkId.Attributes));
    }

    private static CodeFunction Require(BeamModule module, Mfa function)
    {
        if (function is { Function: "module_info", Arity: 0 or 1 })
        {
            throw EditedNames.Refused(
                BeamFileCodes.DoesNotFit, $"every module has a function module_info/{function.Arity}",
                "rename another function");
        }

        foreach (var candidate in module.Functions)
        {
            if (candidate.Name == function.Function && candidate.Arity == function.Arity)
            {
                return candidate;
            }
        }

        throw EditedNames.Refused(
            BeamFileCodes.NothingToEdit, $"there is no function {function}", "beam-dump exports and locals list them");
    }

    private static BeamModule WithDocumentation(BeamModule module, Mfa function, string to)
    {
        if (module.ExtraChunk(ChunkId.Documentation) is not { } chunk)
        {
            return module;
        }

        ModuleDocumentation documentation;
        try
        {
            documentation = ModuleDocumentation.Read(chunk.Data);
        }
        catch (DiagnosticException)
        {
            // Nobody can read it, and nobody is misled.
            return module;
        }

        var entries = ImmutableArray.CreateBuilder<DocumentationEntry>(documentation.Entries.Length);
        foreach (var entry in documentation.Entries)
        {
            entries.Add(entry.Kind == "function" && entry.Name == function.Function && entry.Arity == function.Arity
                ? entry with { Name = to } : entry);
        }

        return module.With(documentation with { Entries = entries.MoveToImmutable() });
    }

    private sealed class Rewriter(BeamModule module, Mfa function, string to) : SymbolRewriter(module)
    {
        // erlc names funs, comprehensions and the like after their function; Elixir inlines copies of functions.
        private readonly string[] _made = Prefixes(function.Function, function.Arity);
        private readonly string[] _remade = Prefixes(to, function.Arity);
        private readonly Dictionary<string, string> _parts = new(StringComparer.Ordinal);
        private int _values;

        /// <summary>A note when the name stands as a value somewhere.</summary>
        public Diagnostic? LeftValues() => _values == 0 ? null : AfterEdit.Stale(
            DiagnosticSeverity.Note, ChunkId.Code,
            $"the atom '{function.Function}' is also used as a value and was left there",
            "calls that are made from atoms (apply, spawn) do not find the function any more");

        protected override string FunctionName(string moduleName, string name, int arity)
        {
            if (moduleName != function.Module)
            {
                return name;
            }

            return name == function.Function && arity == function.Arity ? to
                : name.StartsWith('-') ? PartName(name) : name;
        }

        private static string[] Prefixes(string name, int arity) => [$"-{name}/{arity}-", $"-inlined-{name}/{arity}-"];

        private string PartName(string name)
        {
            if (_parts.TryGetValue(name, out var known))
            {
                return known;
            }

            var renamed = name;
            for (var index = 0; index < _made.Length; index++)
            {
                if (name.StartsWith(_made[index], StringComparison.Ordinal))
                {
                    renamed = _remade[index] + name[_made[index].Length..];
                    EditedNames.RequireAtom(renamed, Original.Format);
                    break;
                }
            }

            _parts.Add(name, renamed);
            return renamed;
        }

        protected override string Value(string atom)
        {
            _values += atom == function.Function ? 1 : 0;
            return atom;
        }

        protected override Term Literal(Term term) => TermRewriting.BottomUp(term, part =>
        {
            _values += part is AtomTerm atom && atom.Name == function.Function ? 1 : 0;
            return part is ExternalFunTerm fun
                ? TermRewriting.WithNames(fun, fun.Module, FunctionName(fun.Module, fun.Function, fun.Arity)) : part;
        });
    }
}
