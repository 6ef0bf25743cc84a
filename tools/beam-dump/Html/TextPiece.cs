namespace Mochi.BeamDump.Html;

/// <summary>A piece of an instruction's text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text.</param>
/// <param name="Target">The number of the label, literal or import that it leads to.</param>
internal sealed record TextPiece(PieceKind Kind, string Text, int Target = TextPiece.Nowhere)
{
    /// <summary>The target of what leads nowhere.</summary>
    public const int Nowhere = -1;
}
