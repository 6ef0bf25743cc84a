using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Ssa;

/// <summary>How a block ends.</summary>
/// <param name="operands">What it works on.</param>
internal abstract class Terminator(params SsaOperand[] operands)
{
    /// <summary>What it works on; passes replace elements in place.</summary>
    public SsaOperand[] Operands { get; } = operands;

    /// <summary>Blocks that may run next, without exception handlers.</summary>
    public abstract IReadOnlyList<BasicBlock> Successors { get; }

    /// <summary>Where it stands in the source.</summary>
    public SourcePosition Position { get; init; }

    /// <summary>Makes every edge to one block go to another.</summary>
    public abstract void Redirect(BasicBlock from, BasicBlock to);
}
