namespace Mochi.BeamAsm.Ir;

/// <summary>A place in the source text that a node of the IR comes from.</summary>
/// <param name="File">File name as it is to appear in stack traces; <see langword="null"/> when unknown.</param>
/// <param name="Line">Line, from 1; 0 when unknown.</param>
/// <param name="Column">Column in code points, from 1; 0 when unknown.</param>
public readonly record struct SourcePosition(string? File, int Line, int Column)
{
    /// <summary>No known place: what a compiler made up by itself.</summary>
    public static SourcePosition None => default;

    /// <summary>Whether the position names a line.</summary>
    public bool IsKnown => Line > 0;
}
