namespace Mochi.BeamAsm.Ir;

/// <summary>A node of the typed IR. Everything is an expression; one without a value of its own gives the atom <c>ok</c>.</summary>
public abstract record Expression
{
    /// <summary>Where it stands in the source.</summary>
    public SourcePosition Position { get; init; }
}
