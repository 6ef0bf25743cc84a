using System.Collections.Immutable;

namespace Mochi.BeamFile.Terms;

/// <summary>
/// A list with at least one element. The elements stand side by side instead of nesting, and the tail is never
/// a list with elements of its own: each Erlang list has exactly one such form.
/// </summary>
public sealed class ListTerm : Term
{
    private ListTerm(ImmutableArray<Term> elements, Term tail)
        : base(TermHash.Add(TermHash.Add(TermHash.Start(TermKind.List), elements.AsSpan()), tail.GetHashCode()))
    {
        Elements = elements;
        Tail = tail;
    }

    /// <summary>The elements, at least one.</summary>
    public ImmutableArray<Term> Elements { get; }

    /// <summary>
    /// What follows the last element: <see cref="NilTerm"/> for a proper list; never a <see cref="ListTerm"/>.
    /// </summary>
    public Term Tail { get; }

    /// <summary>Whether the list ends in <c>[]</c>.</summary>
    public bool IsProper => Tail is NilTerm;

    /// <inheritdoc/>
    public override TermKind Kind => TermKind.List;

    internal override int ChildCount => Elements.Length + 1;

    /// <summary>Makes a list in its one form.</summary>
    /// <param name="elements">The first elements; when there are none the result is <paramref name="tail"/>.</param>
    /// <param name="tail">The rest of the list.</param>
    public static Term Create(ImmutableArray<Term> elements, Term tail)
    {
        ArgumentNullException.ThrowIfNull(tail);
        if (elements.IsEmpty)
        {
            return tail;
        }

        return tail is ListTerm rest
            ? new ListTerm(elements.AddRange(rest.Elements), rest.Tail)
            : new ListTerm(elements, tail);
    }

    internal override Term Child(int index) => index == Elements.Length ? Tail : Elements[index];

    internal override bool HeadEquals(Term other) => Elements.Length == ((ListTerm)other).Elements.Length;
}
