namespace Mochi.BeamAsm.Ssa;

/// <summary>Goes to a block and gives its parameters.</summary>
/// <param name="target">The block.</param>
/// <param name="arguments">One for each parameter of the block.</param>
internal sealed class JumpTerminator(BasicBlock target, params SsaOperand[] arguments) : Terminator(arguments)
{
    /// <summary>The block.</summary>
    public BasicBlock Target { get; private set; } = target;

    /// <inheritdoc/>
    public override IReadOnlyList<BasicBlock> Successors => [Target];

    /// <inheritdoc/>
    public override void Redirect(BasicBlock from, BasicBlock to) => Target = Target == from ? to : Target;
}
