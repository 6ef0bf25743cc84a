namespace Mochi.BeamAsm.Text;

/// <summary>A token of <c>.mir</c> text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What it says: without quotes and escapes; a sign or name as it stands.</param>
/// <param name="Suffix">The number after the dot of a name; 0 for none.</param>
/// <param name="Start">Index of its first character.</param>
/// <param name="End">Index after its last character.</param>
/// <param name="StartsLine">Whether nothing but blanks stands before it on its line.</param>
internal readonly record struct MirToken(
    MirTokenKind Kind, string Text, int Suffix, int Start, int End, bool StartsLine)
{
    /// <summary>Whether it is this sign.</summary>
    public bool IsSign(string sign) => Kind == MirTokenKind.Sign && Text == sign;

    /// <summary>Whether it is this keyword.</summary>
    public bool IsWord(string word) => Kind == MirTokenKind.Name && Suffix == 0 && Text == word;
}
