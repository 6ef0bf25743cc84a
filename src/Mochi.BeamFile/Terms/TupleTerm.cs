using System.Collections.Immutable;

namespace Mochi.BeamFile.Terms;

/// <summary>A tuple.</summary>
public sealed class TupleTerm : Term
{
    /// <summary>Makes a tuple.</summary>
    public TupleTerm(ImmutableArray<Term> elements)
        : base(TermHash.Add(TermHash.Start(TermKind.Tuple), elements.AsSpan())) => Elements = elements;

    /// <summary>The elements.</summary>
    public ImmutableArray<Term> Elements { get; }

    /// <summary>How many elements there are.</summary>
    public int Arity => Elements.Length;

    /// <inheritdoc/>
    public override TermKind Kind => TermKind.Tuple;

    internal override int ChildCount => Elements.Length;

    /// <summary>The element at a position, counted from 0.</summary>
    public Term this[int index] => Elements[index];

    internal override Term Child(int index) => Elements[index];

    internal override bool HeadEquals(Term other) => Elements.Length == ((TupleTerm)other).Elements.Length;
}
