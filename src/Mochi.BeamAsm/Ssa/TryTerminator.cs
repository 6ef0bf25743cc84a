namespace Mochi.BeamAsm.Ssa;

/// <summary>Starts the cover of a handler.</summary>
/// <param name="region">The region.</param>
internal sealed class TryTerminator(TryRegion region) : Terminator
{
    /// <summary>The region.</summary>
    public TryRegion Region { get; } = region;

    /// <inheritdoc/>
    public override IReadOnlyList<BasicBlock> Successors => [Region.Body, Region.Handler];

    /// <inheritdoc/>
    public override void Redirect(BasicBlock from, BasicBlock to)
    {
        if (Region.Body == from)
        {
            Region.Body = to;
        }
    }
}
