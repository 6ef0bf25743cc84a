using Mochi.BeamAsm.Ssa;

namespace Mochi.BeamAsm.Passes;

/// <summary>Takes away instructions and block parameters whose values nobody needs.</summary>
internal static class DeadCode
{
    /// <summary>Runs the pass.</summary>
    public static void Run(SsaFunction function)
    {
        var graph = new ControlFlowGraph(function);
        function.Blocks.RemoveAll(block => !graph.IsReachable(block));
        HashSet<SsaValue> needed = FindNeeded(function, graph);
        foreach (BasicBlock block in function.Blocks)
        {
            block.Instructions.RemoveAll(
                instruction => instruction.IsPure && instruction.Result is { } result && !needed.Contains(result));
            if (block != function.Entry && graph.Predecessors(block).All(p => p.Terminator is JumpTerminator))
            {
                DropParameters(graph, block, needed);
            }
        }
    }

    private static HashSet<SsaValue> FindNeeded(SsaFunction function, ControlFlowGraph graph)
    {
        var needed = new HashSet<SsaValue>();
        var definitions = new Dictionary<SsaValue, IEnumerable<SsaOperand>>();
        var pending = new Stack<SsaValue>();
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (SsaInstruction instruction in block.Instructions)
            {
                if (instruction.IsPure && instruction.Result is { } result)
                {
                    definitions.Add(result, instruction.Operands);
                }
                else
                {
                    Need(instruction.Operands);
                }
            }

            if (block.Terminator is not JumpTerminator)
            {
                Need(block.Terminator.Operands);
            }

            for (int i = 0; i < block.Parameters.Count; i++)
            {
                int index = i;
                definitions[block.Parameters[i]] = graph.Predecessors(block)
                    .Select(predecessor => predecessor.Terminator)
                    .OfType<JumpTerminator>()
                    .Select(jump => jump.Operands[index]);
            }
        }

        while (pending.TryPop(out SsaValue? value))
        {
            if (definitions.TryGetValue(value, out IEnumerable<SsaOperand>? operands))
            {
                Need(operands);
            }
        }

        return needed;

        void Need(IEnumerable<SsaOperand> operands)
        {
            foreach (SsaOperand operand in operands)
            {
                if (operand is SsaValue value && needed.Add(value))
                {
                    pending.Push(value);
                }
            }
        }
    }

    private static void DropParameters(ControlFlowGraph graph, BasicBlock block, HashSet<SsaValue> needed)
    {
        int[] kept = [.. Enumerable.Range(0, block.Parameters.Count).Where(i => needed.Contains(block.Parameters[i]))];
        if (kept.Length < block.Parameters.Count)
        {
            BlockParameters.Keep(graph, block, kept);
        }
    }
}
