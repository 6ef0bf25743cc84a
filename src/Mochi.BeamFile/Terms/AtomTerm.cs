namespace Mochi.BeamFile.Terms;

/// <summary>An atom.</summary>
public sealed class AtomTerm : Term
{
    /// <summary>Makes the atom with this text.</summary>
    /// <param name="name">Its text; BEAM allows at most 255 characters, which the writers check.</param>
    public AtomTerm(string name)
        : base(TermHash.Add(TermHash.Start(TermKind.Atom), name ?? throw new ArgumentNullException(nameof(name)))) =>
        Name = name;

    /// <summary>The atom's text, without quotes.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override TermKind Kind => TermKind.Atom;

    internal override bool HeadEquals(Term other) =>
        string.Equals(Name, ((AtomTerm)other).Name, StringComparison.Ordinal);
}
