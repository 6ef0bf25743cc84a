namespace Mochi.BeamAsm.Ir;

/// <summary>What a value must look like, and what to bind.</summary>
public abstract record Pattern
{
    /// <summary>Where it stands in the source.</summary>
    public SourcePosition Position { get; init; }
}
