using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Metadata;

/// <summary>The documentation of a function, type, callback or macro.</summary>
/// <param name="Kind"><c>function</c>, <c>type</c>, <c>callback</c>, <c>macro</c>, or what the language has.</param>
/// <param name="Name">The name.</param>
/// <param name="Arity">The number of arguments, not negative.</param>
/// <param name="Annotation">Where it stands in the source: a line, a line and column, or a list of properties.</param>
/// <param name="Signature">A list of binaries: how it is called, for people.</param>
/// <param name="Text">What is said about it.</param>
/// <param name="Metadata">A map, with keys such as <c>since</c>, <c>deprecated</c> or <c>equiv</c>.</param>
public sealed record DocumentationEntry(
    string Kind, string Name, int Arity, Term Annotation, Term Signature, DocumentationText Text, Term Metadata)
{
    internal static DocumentationEntry? TryRead(Term term) =>
        term is TupleTerm { Arity: 5 } entry && entry[0] is TupleTerm { Arity: 3 } head
        && head[0] is AtomTerm kind && head[1] is AtomTerm name
        && head[2] is IntegerTerm { Value: var arity } && arity >= 0 && arity <= int.MaxValue
        && DocumentationText.TryRead(entry[3]) is { } text
            ? new DocumentationEntry(kind.Name, name.Name, (int)arity, entry[1], entry[2], text, entry[4])
            : null;

    internal Term ToTerm() => Term.Tuple(
        Term.Tuple(Term.Atom(Kind), Term.Atom(Name), Term.Integer(Arity)), Annotation, Signature, Text.Term, Metadata);
}
