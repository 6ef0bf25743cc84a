using Mochi.BeamAsm.Ssa;

namespace Mochi.BeamAsm.Passes;

/// <summary>
/// Joins a block with the only one that jumps to it, and lets jumps to a block that only jumps on go there directly.
/// </summary>
internal static class BlockMerging
{
    /// <summary>Runs the pass.</summary>
    public static void Run(SsaFunction function)
    {
        ThreadJumps(function);
        MergeChains(function);
    }

    private static void ThreadJumps(SsaFunction function)
    {
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (BasicBlock successor in block.Terminator.Successors.Distinct().ToList())
            {
                BasicBlock target = FinalTarget(block, successor);
                if (target != successor)
                {
                    block.Terminator.Redirect(successor, target);
                }
            }
        }
    }

    private static BasicBlock FinalTarget(BasicBlock from, BasicBlock block)
    {
        BasicBlock target = block;
        for (int steps = 0; steps < 64; steps++)
        {
            if (target.Instructions.Count > 0
                || target.Parameters.Count > 0
                || target.Region != from.Region
                || target.Terminator is not JumpTerminator { Operands.Length: 0 } jump
                || jump.Target.Region != target.Region
                || jump.Target == target)
            {
                break;
            }

            target = jump.Target;
        }

        return target;
    }

    private static void MergeChains(SsaFunction function)
    {
        var graph = new ControlFlowGraph(function);
        var merged = new HashSet<BasicBlock>();
        var replacements = new Dictionary<SsaValue, SsaOperand>();
        foreach (BasicBlock block in graph.ReversePostorder)
        {
            if (merged.Contains(block))
            {
                continue;
            }

            while (block.Terminator is JumpTerminator { Target: var next } jump
                && next != block
                && next != function.Entry
                && next.Region == block.Region
                && graph.Predecessors(next).Count == 1)
            {
                for (int i = 0; i < next.Parameters.Count; i++)
                {
                    replacements.Add(next.Parameters[i], jump.Operands[i]);
                }

                block.Instructions.AddRange(next.Instructions);
                block.Terminator = next.Terminator;
                merged.Add(next);
            }
        }

        function.Blocks.RemoveAll(block => merged.Contains(block) || !graph.IsReachable(block));
        ValueReplacement.Apply(function, replacements);
    }
}
