namespace Mochi.BeamAsm.Ssa;

/// <summary>Writes a stack slot.</summary>
/// <param name="slot">The slot.</param>
/// <param name="value">The value.</param>
internal sealed class StoreSlotInstruction(StackSlot slot, SsaOperand value)
    : SsaInstruction(null, value)
{
    /// <summary>The slot.</summary>
    public StackSlot Slot { get; } = slot;

    /// <inheritdoc/>
    public override bool IsPure => false;
}
