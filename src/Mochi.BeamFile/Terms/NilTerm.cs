namespace Mochi.BeamFile.Terms;

/// <summary>The empty list <c>[]</c>.</summary>
public sealed class NilTerm : Term
{
    private NilTerm()
        : base(TermHash.Start(TermKind.Nil))
    {
    }

    /// <summary>The only one there is.</summary>
    public static NilTerm Instance { get; } = new();

    /// <inheritdoc/>
    public override TermKind Kind => TermKind.Nil;

    internal override bool HeadEquals(Term other) => true;
}
