namespace Mochi.BeamAsm.Ssa;

/// <summary>The blocks that one exception handler covers.</summary>
/// <param name="index">Number, unique in the function.</param>
/// <param name="parent">The region around this one, if any.</param>
internal sealed class TryRegion(int index, TryRegion? parent)
{
    /// <summary>Number, unique in the function; it names the tag's y register.</summary>
    public int Index { get; } = index;

    /// <summary>The region around this one, if any.</summary>
    public TryRegion? Parent { get; } = parent;

    /// <summary>The handler; its three parameters are class, reason and raw stack trace.</summary>
    public BasicBlock Handler { get; set; } = null!;

    /// <summary>First block that the handler covers.</summary>
    public BasicBlock Body { get; set; } = null!;

    /// <summary>Slots that the handler reads.</summary>
    public List<StackSlot> Slots { get; } = [];
}
