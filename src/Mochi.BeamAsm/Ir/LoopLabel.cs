namespace Mochi.BeamAsm.Ir;

/// <summary>Names one loop, so that <see cref="BreakExpression"/> and <see cref="ContinueExpression"/> can mean it.</summary>
/// <param name="name">Name for printing; not unique.</param>
public sealed class LoopLabel(string name = "loop")
{
    /// <summary>Name for printing; not unique.</summary>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
