namespace Mochi.BeamAsm.Ssa;

/// <summary>Ends the cover of a handler on a path that leaves its region.</summary>
/// <param name="region">The region that is left.</param>
internal sealed class EndTryInstruction(TryRegion region)
    : SsaInstruction(null)
{
    /// <summary>The region that is left.</summary>
    public TryRegion Region { get; } = region;

    /// <inheritdoc/>
    public override bool IsPure => false;
}
