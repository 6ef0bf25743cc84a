using System.Globalization;

namespace Mochi.BeamFile.Terms;

/// <summary>A part of a text that may be broken into lines, with its length on one line.</summary>
/// <param name="kind">What it is made of.</param>
/// <param name="text">The text of a leaf, the name of a record or a field; else empty.</param>
/// <param name="parts">The parts, in order.</param>
/// <param name="length">The length on one line, in columns.</param>
internal sealed class LayoutNode(LayoutKind kind, string text, LayoutNode[] parts, long length)
{
    public LayoutKind Kind => kind;

    public string Text => text;

    public LayoutNode[] Parts => parts;

    public long Length => length;

    /// <summary>Whether the last part of a list is what follows its last element.</summary>
    public bool HasTail { get; init; }

    /// <summary>The columns of the name of a record or, with the sign after it, of a field.</summary>
    public int NameLength { get; init; }

    /// <summary>Whether such parts can share a line with others: they have no parts that could be broken.</summary>
    public bool IsPacked => kind switch
    {
        LayoutKind.Leaf => true,
        LayoutKind.Pair => parts[0].Kind == LayoutKind.Leaf && parts[1].Kind == LayoutKind.Leaf,
        LayoutKind.Field => parts[0].Kind == LayoutKind.Leaf,
        _ => false,
    };

    public static LayoutNode Leaf(string text) => new(LayoutKind.Leaf, text, [], Columns(text));

    public static LayoutNode Bits(string text) => new(LayoutKind.Bits, text, [], text.Length);

    /// <summary>
    /// The columns a text takes: one a character in Latin-1, and else one a grapheme cluster, as <c>io_lib</c> counts.
    /// </summary>
    public static int Columns(string text)
    {
        foreach (var character in text)
        {
            if (character > 0xFF)
            {
                return new StringInfo(text).LengthInTextElements;
            }
        }

        return text.Length;
    }
}
