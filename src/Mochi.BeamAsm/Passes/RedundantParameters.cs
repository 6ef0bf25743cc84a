using Mochi.BeamAsm.Ssa;

namespace Mochi.BeamAsm.Passes;

/// <summary>
/// Takes away block parameters that every jump gives the same value, or nothing but the parameter itself: what a loop
/// only seems to change.
/// </summary>
internal static class RedundantParameters
{
    /// <summary>Runs the pass.</summary>
    public static void Run(SsaFunction function)
    {
        bool changed = true;
        while (changed)
        {
            changed = false;
            var graph = new ControlFlowGraph(function);
            foreach (BasicBlock block in graph.ReversePostorder.Skip(1))
            {
                changed |= Simplify(function, graph, block);
            }
        }
    }

    private static bool Simplify(SsaFunction function, ControlFlowGraph graph, BasicBlock block)
    {
        var jumps = new List<JumpTerminator>();
        foreach (BasicBlock predecessor in graph.Predecessors(block))
        {
            if (predecessor.Terminator is not JumpTerminator jump)
            {
                return false;
            }

            jumps.Add(jump);
        }

        var replacements = new Dictionary<SsaValue, SsaOperand>();
        var kept = new List<int>();
        for (int i = 0; i < block.Parameters.Count; i++)
        {
            if (Only(jumps.Select(jump => jump.Operands[i]), block.Parameters[i]) is { } only)
            {
                replacements.Add(block.Parameters[i], only);
            }
            else
            {
                kept.Add(i);
            }
        }

        if (replacements.Count == 0)
        {
            return false;
        }

        BlockParameters.Keep(graph, block, kept);
        ValueReplacement.Apply(function, replacements);
        return true;
    }

    private static SsaOperand? Only(IEnumerable<SsaOperand> operands, SsaValue parameter)
    {
        SsaOperand? only = null;
        foreach (SsaOperand operand in operands)
        {
            if (operand == parameter || (only is not null && Same(only, operand)))
            {
                continue;
            }

            if (only is not null)
            {
                return null;
            }

            only = operand;
        }

        return only;
    }

    private static bool Same(SsaOperand a, SsaOperand b) =>
        a == b || (a is SsaConstant x && b is SsaConstant y && x.Value.Equals(y.Value));
}
