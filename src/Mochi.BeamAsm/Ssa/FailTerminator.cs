namespace Mochi.BeamAsm.Ssa;

/// <summary>Raises; nothing runs next.</summary>
/// <param name="kind">What is raised.</param>
/// <param name="operands">What the kind needs.</param>
internal sealed class FailTerminator(FailureKind kind, params SsaOperand[] operands) : Terminator(operands)
{
    /// <summary>What is raised.</summary>
    public FailureKind Kind { get; } = kind;

    /// <inheritdoc/>
    public override IReadOnlyList<BasicBlock> Successors => [];

    /// <inheritdoc/>
    public override void Redirect(BasicBlock from, BasicBlock to)
    {
    }
}
