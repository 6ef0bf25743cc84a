namespace Mochi.BeamAsm.Ssa;

/// <summary>Instructions without a jump in or out but at the ends.</summary>
/// <param name="index">Number, unique in the function.</param>
/// <param name="region">The innermost handler that covers the block, if any.</param>
internal sealed class BasicBlock(int index, TryRegion? region)
{
    /// <summary>Number, unique in the function.</summary>
    public int Index { get; } = index;

    /// <summary>The innermost handler that covers the block, if any.</summary>
    public TryRegion? Region { get; } = region;

    /// <summary>Values that every jump to the block gives. A block that has any is reached by <see cref="JumpTerminator"/> only.</summary>
    public List<SsaValue> Parameters { get; } = [];

    /// <summary>Instructions in order.</summary>
    public List<SsaInstruction> Instructions { get; } = [];

    /// <summary>How the block ends.</summary>
    public Terminator Terminator { get; set; } = null!;

    /// <inheritdoc/>
    public override string ToString() => $"b{Index}";
}
