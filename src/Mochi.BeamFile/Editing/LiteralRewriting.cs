using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamFile.Editing;

/// <summary>
/// Rewrites the literals of a module by a function. Compilers leave out checks and tell the just-in-time compiler types because of
/// what a literal is, so a new literal has to have the shape of the old one: the same kind of term, tuples of as many
/// elements, funs of as many arguments, and so on inside (a list may have more or fewer elements of the kinds that it has). Other
/// numbers and other bitstrings are no other shape; where there are such, types lose their bounds and units.
/// </summary>
/// <remarks>Atoms, <c>[]</c> and integers of up to 128 bits stand in the code and are no literals.</remarks>
public static class LiteralRewriting
{
    /// <summary>Rewrites literals.</summary>
    /// <param name="module">The module.</param>
    /// <param name="map">Is asked once for each literal, with the whole term, and gives the term in its place.</param>
    /// <param name="options">How; <see langword="null"/> for the default.</param>
    /// <exception cref="DiagnosticException">
    /// A new literal has another shape or an atom in it that cannot be one (BF034), keys of a map would become equal (BF031), or
    /// the tables cannot be made anew (BF035).
    /// </exception>
    public static EditedModule Rewrite(BeamModule module, Func<Term, Term> map, EditOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(map);
        var rewriter = new Rewriter(module, map);
        var edited = rewriter.Rewrite();
        if (rewriter.HasOtherNumbers)
        {
            edited = new TypeLoosening(edited).Rewrite();
        }

        return AfterEdit.Complete(module, edited, options ?? EditOptions.Default);
    }

    private sealed class Rewriter(BeamModule module, Func<Term, Term> map) : SymbolRewriter(module)
    {
        public bool HasOtherNumbers { get; private set; }

        protected override Term Literal(Term term)
        {
            var rewritten = map(term);
            ArgumentNullException.ThrowIfNull(rewritten);
            if (rewritten == term)
            {
                return term;
            }

            TermRewriting.Atoms(rewritten, atom =>
            {
                EditedNames.RequireAtom(atom, Original.Format);
                return atom;
            });
            var shape = new LiteralShape();
            if (!shape.Fits(term, rewritten))
            {
                throw EditedNames.Refused(
                    BeamFileCodes.DoesNotFit, $"the literal {Cut(term)} cannot become {Cut(rewritten)}: {shape.Reason}",
                    "the code relies on what the old literal is; change the source text instead");
            }

            HasOtherNumbers |= shape.HasOtherNumbers;
            return rewritten;
        }

        private static string Cut(Term term)
        {
            var text = term.ToString();
            return text.Length <= 60 ? text : text[..57] + "...";
        }
    }

    /// <summary>Takes from the types of registers what depends on the numbers in literals.</summary>
    private sealed class TypeLoosening(BeamModule module) : SymbolRewriter(module)
    {
        private readonly Dictionary<TypedRegister, TypedRegister> _registers =
            new(ReferenceEqualityComparer.Instance);

        protected override TypedRegister Typed(TypedRegister register)
        {
            var type = register.Type;
            if (type is { Minimum: null, Maximum: null, Unit: null })
            {
                return register;
            }

            if (!_registers.TryGetValue(register, out var loose))
            {
                loose = new TypedRegister(register.Register, new BeamType(type.Kinds));
                _registers.Add(register, loose);
            }

            return loose;
        }
    }
}
