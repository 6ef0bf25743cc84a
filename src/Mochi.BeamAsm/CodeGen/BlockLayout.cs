using Mochi.BeamAsm.Ssa;

namespace Mochi.BeamAsm.CodeGen;

/// <summary>
/// The order in which the blocks of a function are emitted: a chain goes on with the likely successor, so that it falls
/// through, and blocks that only raise come last.
/// </summary>
internal static class BlockLayout
{
    /// <summary>Orders the blocks that can be reached; the entry comes first.</summary>
    public static IReadOnlyList<BasicBlock> Order(ControlFlowGraph graph)
    {
        HashSet<BasicBlock> cold = FindCold(graph);
        var order = new List<BasicBlock>();
        var placed = new HashSet<BasicBlock>();
        foreach (BasicBlock start in graph.ReversePostorder.Where(b => !cold.Contains(b)).Concat(graph.ReversePostorder))
        {
            for (BasicBlock? block = start; block is not null && placed.Add(block); block = Next(block))
            {
                order.Add(block);
            }
        }

        return order;

        BasicBlock? Next(BasicBlock block) => block.Terminator.Successors
            .Where(successor => !placed.Contains(successor) && IsReady(successor))
            .OrderBy(successor => cold.Contains(successor) ? 1 : 0)
            .FirstOrDefault(successor => !cold.Contains(successor) || cold.Contains(block));

        // A block where paths meet waits for the last of them, except over back edges.
        bool IsReady(BasicBlock block) => graph.Predecessors(block)
            .All(predecessor => placed.Contains(predecessor)
                || cold.Contains(predecessor)
                || graph.IsBackEdge(predecessor, block));
    }

    private static HashSet<BasicBlock> FindCold(ControlFlowGraph graph)
    {
        var cold = new HashSet<BasicBlock>();
        for (int i = graph.ReversePostorder.Count - 1; i > 0; i--)
        {
            BasicBlock block = graph.ReversePostorder[i];
            if (block.Terminator is FailTerminator
                || block.Instructions.Exists(instruction => instruction is YieldInstruction)
                || (block.Terminator.Successors.Count > 0 && block.Terminator.Successors.All(cold.Contains)))
            {
                cold.Add(block);
            }
        }

        return cold;
    }
}
