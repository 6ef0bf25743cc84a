using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Passes;

/// <summary>
/// Gives every loop that can turn without a call a counter, and a yield when it has run out. The virtual machine counts
/// reductions at calls only: a loop of jumps would hold its scheduler, and delay exits and code purging, for as long as
/// it runs.
/// </summary>
internal static class YieldPoints
{
    /// <summary>Turns between two yields: the reductions of one time slice (<c>CONTEXT_REDS</c>).</summary>
    public const int Turns = 4000;

    /// <summary>Runs the pass.</summary>
    public static void Run(SsaFunction function)
    {
        var graph = new ControlFlowGraph(function);
        foreach (BasicBlock head in graph.LoopHeads().ToList())
        {
            if (CanTurnWithoutCall(graph, head))
            {
                AddCounter(function, graph, head);
            }
        }
    }

    private static bool CanTurnWithoutCall(ControlFlowGraph graph, BasicBlock head)
    {
        HashSet<BasicBlock> loop = graph.LoopBlocks(head);
        var visited = new HashSet<BasicBlock>();
        var pending = new Stack<BasicBlock>([head]);
        while (pending.TryPop(out BasicBlock? block))
        {
            if (!visited.Add(block) || block.Instructions.Exists(instruction => instruction.IsCall))
            {
                continue;
            }

            foreach (BasicBlock successor in block.Terminator.Successors)
            {
                if (successor == head)
                {
                    return true;
                }

                if (loop.Contains(successor))
                {
                    pending.Push(successor);
                }
            }
        }

        return false;
    }

    private static void AddCounter(SsaFunction function, ControlFlowGraph graph, BasicBlock head)
    {
        SsaValue counter = function.NewValue("turns");
        var full = new SsaConstant(Term.Integer(Turns));
        foreach (BasicBlock predecessor in graph.Predecessors(head))
        {
            var jump = (JumpTerminator)predecessor.Terminator;
            if (!graph.IsBackEdge(predecessor, head))
            {
                predecessor.Terminator = new JumpTerminator(head, [.. jump.Operands, full]);
                continue;
            }

            SsaValue left = function.NewValue("turns");
            predecessor.Instructions.Add(new BuiltInInstruction(
                left, BuiltIns.Get("-", 2), counter, new SsaConstant(Term.Integer(1))));
            BasicBlock go = function.NewBlock(predecessor.Region);
            BasicBlock yield = function.NewBlock(predecessor.Region);
            predecessor.Terminator = new BranchTerminator(
                new BuiltInTest(BuiltIns.Get(">", 2)), go, yield, left, new SsaConstant(Term.Integer(0)));
            go.Terminator = new JumpTerminator(head, [.. jump.Operands, left]);
            yield.Instructions.Add(new YieldInstruction(full));
            yield.Terminator = new JumpTerminator(head, [.. jump.Operands, full]);
        }

        head.Parameters.Add(counter);
    }
}
