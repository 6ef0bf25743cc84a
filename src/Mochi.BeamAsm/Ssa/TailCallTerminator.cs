namespace Mochi.BeamAsm.Ssa;

/// <summary>Calls a function in place of this one.</summary>
/// <param name="target">What is called.</param>
/// <param name="operands">As for <see cref="CallInstruction"/>.</param>
internal sealed class TailCallTerminator(CallTarget target, params SsaOperand[] operands) : Terminator(operands)
{
    /// <summary>What is called.</summary>
    public CallTarget Target { get; } = target;

    /// <inheritdoc/>
    public override IReadOnlyList<BasicBlock> Successors => [];

    /// <inheritdoc/>
    public override void Redirect(BasicBlock from, BasicBlock to)
    {
    }
}
