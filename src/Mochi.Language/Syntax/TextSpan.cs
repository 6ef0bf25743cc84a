namespace Mochi.Language.Syntax;

/// <summary>A stretch of a <see cref="SourceText"/>, counted in UTF-16 units from the start of its text.</summary>
/// <param name="Start">Offset of the first unit, from 0.</param>
/// <param name="Length">Number of units; 0 is a place between two characters.</param>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>Offset just behind the last unit.</summary>
    public int End => Start + Length;

    /// <summary>The smallest span that holds both.</summary>
    /// <param name="first">The span that starts first.</param>
    /// <param name="last">The span that ends last.</param>
    public static TextSpan Cover(TextSpan first, TextSpan last) =>
        new(first.Start, Math.Max(first.End, last.End) - first.Start);
}
