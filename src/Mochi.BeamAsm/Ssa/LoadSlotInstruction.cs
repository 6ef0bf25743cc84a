namespace Mochi.BeamAsm.Ssa;

/// <summary>Reads a stack slot.</summary>
/// <param name="result">The value it computes.</param>
/// <param name="slot">The slot.</param>
internal sealed class LoadSlotInstruction(SsaValue result, StackSlot slot)
    : SsaInstruction(result)
{
    /// <summary>The slot.</summary>
    public StackSlot Slot { get; } = slot;
}
