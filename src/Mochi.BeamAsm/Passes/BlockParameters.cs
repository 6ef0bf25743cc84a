using Mochi.BeamAsm.Ssa;

namespace Mochi.BeamAsm.Passes;

/// <summary>The parameters of blocks to which only jumps lead.</summary>
internal static class BlockParameters
{
    /// <summary>Keeps the parameters at some positions, and what jumps give them.</summary>
    public static void Keep(ControlFlowGraph graph, BasicBlock block, IReadOnlyCollection<int> kept)
    {
        foreach (BasicBlock predecessor in graph.Predecessors(block))
        {
            var jump = (JumpTerminator)predecessor.Terminator;
            predecessor.Terminator = new JumpTerminator(block, [.. kept.Select(i => jump.Operands[i])]);
        }

        SsaValue[] parameters = [.. kept.Select(i => block.Parameters[i])];
        block.Parameters.Clear();
        block.Parameters.AddRange(parameters);
    }
}
