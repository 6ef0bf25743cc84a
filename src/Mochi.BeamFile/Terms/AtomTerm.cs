using Mochi.BeamFile.Container;

namespace Mochi.BeamFile.Terms;

/// <summary>An atom.</summary>
public sealed class AtomTerm : Term
{
    /// <summary>Makes the atom with this text.</summary>
    /// <param name="name">Its text; the machine allows at most 255 characters, which readers and writers check.</param>
    public AtomTerm(string name)
        : base(TermHash.Add(TermHash.Start(TermKind.Atom), name ?? throw new ArgumentNullException(nameof(name)))) =>
        Name = name;

    /// <summary>The atom's text, without quotes.</summary>
    public string Name { get; }

    /// <summary>Whether a text has more characters than an atom can have.</summary>
    internal static bool IsNameTooLong(string name)
    {
        if (name.Length <= ReadLimits.AtomCharacters)
        {
            return false;
        }

        var count = 0;
        foreach (var character in name)
        {
            count += char.IsLowSurrogate(character) ? 0 : 1;
        }

        return count > ReadLimits.AtomCharacters;
    }

    /// <inheritdoc/>
    public override TermKind Kind => TermKind.Atom;

    internal override bool HeadEquals(Term other) =>
        string.Equals(Name, ((AtomTerm)other).Name, StringComparison.Ordinal);
}
