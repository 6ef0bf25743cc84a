namespace Mochi.BeamAsm.Ssa;

/// <summary>Returns from the function.</summary>
/// <param name="value">The result.</param>
internal sealed class ReturnTerminator(SsaOperand value) : Terminator(value)
{
    /// <inheritdoc/>
    public override IReadOnlyList<BasicBlock> Successors => [];

    /// <inheritdoc/>
    public override void Redirect(BasicBlock from, BasicBlock to)
    {
    }
}
