namespace Mochi.BeamAsm.Ssa;

/// <summary>Chooses by a test.</summary>
/// <param name="test">The test.</param>
/// <param name="whenTrue">Next block when it holds.</param>
/// <param name="whenFalse">Next block otherwise.</param>
/// <param name="operands">What is tested.</param>
internal sealed class BranchTerminator(SsaTest test, BasicBlock whenTrue, BasicBlock whenFalse, params SsaOperand[] operands) : Terminator(operands)
{
    /// <summary>The test.</summary>
    public SsaTest Test { get; } = test;

    /// <summary>Next block when it holds.</summary>
    public BasicBlock WhenTrue { get; private set; } = whenTrue;

    /// <summary>Next block otherwise.</summary>
    public BasicBlock WhenFalse { get; private set; } = whenFalse;

    /// <inheritdoc/>
    public override IReadOnlyList<BasicBlock> Successors => [WhenTrue, WhenFalse];

    /// <inheritdoc/>
    public override void Redirect(BasicBlock from, BasicBlock to)
    {
        WhenTrue = WhenTrue == from ? to : WhenTrue;
        WhenFalse = WhenFalse == from ? to : WhenFalse;
    }
}
