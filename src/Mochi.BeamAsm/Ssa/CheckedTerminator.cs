namespace Mochi.BeamAsm.Ssa;

/// <summary>Runs an instruction that does not raise when it fails but goes elsewhere.</summary>
/// <param name="instruction">A built-in that can fail, a bitstring construction, or a <see cref="MapElementInstruction"/>.</param>
/// <param name="whenDone">Next block when it succeeds; only there the result exists.</param>
/// <param name="whenFailed">Next block when it fails.</param>
internal sealed class CheckedTerminator(SsaInstruction instruction, BasicBlock whenDone, BasicBlock whenFailed) : Terminator(instruction.Operands)
{
    /// <summary>The instruction; its operands are the terminator's.</summary>
    public SsaInstruction Instruction { get; } = instruction;

    /// <summary>Next block when it succeeds; only there the result exists.</summary>
    public BasicBlock WhenDone { get; private set; } = whenDone;

    /// <summary>Next block when it fails.</summary>
    public BasicBlock WhenFailed { get; private set; } = whenFailed;

    /// <inheritdoc/>
    public override IReadOnlyList<BasicBlock> Successors => [WhenDone, WhenFailed];

    /// <inheritdoc/>
    public override void Redirect(BasicBlock from, BasicBlock to)
    {
        WhenDone = WhenDone == from ? to : WhenDone;
        WhenFailed = WhenFailed == from ? to : WhenFailed;
    }
}
