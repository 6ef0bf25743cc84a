using Mochi.BeamAsm.Passes;
using Mochi.BeamAsm.Ssa;

namespace Mochi.BeamAsm.CodeGen;

/// <summary>
/// Splits the values that must survive a call where a frame starts: before they are in x registers, after in y registers.
/// </summary>
internal static class FrameEntry
{
    /// <summary>Makes the copies at the roots of the frames, and of what a handler is given.</summary>
    public static void InsertCopies(SsaFunction function, ControlFlowGraph graph, FramePlan frames)
    {
        var liveness = new Liveness(graph);
        HashSet<SsaValue> crossing = FindCrossing(graph, liveness);
        HashSet<BasicBlock> handlers = [.. function.Blocks.Where(b => b.Region is not null).Select(b => b.Region!.Handler)];
        foreach (BasicBlock block in graph.ReversePostorder)
        {
            IEnumerable<SsaValue> arriving = frames.IsRoot(block)
                ? liveness.LiveIn(block).Concat(block.Parameters)
                : handlers.Contains(block) ? block.Parameters : [];
            Dictionary<SsaValue, SsaOperand> copies = arriving
                .Where(crossing.Contains)
                .OrderBy(value => value.Index)
                .ToDictionary(value => value, SsaOperand (value) => function.NewValue(value.Name));
            if (copies.Count > 0)
            {
                ValueReplacement.Apply(graph.ReversePostorder.Where(below => graph.Dominates(block, below)), copies);
                block.Instructions.InsertRange(
                    0, copies.Select(copy => new CopyInstruction((SsaValue)copy.Value, copy.Key)));
            }
        }
    }

    /// <summary>The values that are needed after a call that comes after them, or by a handler.</summary>
    public static HashSet<SsaValue> FindCrossing(ControlFlowGraph graph, Liveness liveness)
    {
        var crossing = new HashSet<SsaValue>();
        foreach (BasicBlock block in graph.ReversePostorder)
        {
            if (block.Region is not null)
            {
                crossing.UnionWith(liveness.LiveIn(block.Region.Handler));
            }

            if (!block.Instructions.Exists(FramePlan.Clobbers))
            {
                continue;
            }

            liveness.WalkBackwards(block, (position, live) =>
            {
                if (position < block.Instructions.Count && FramePlan.Clobbers(block.Instructions[position]))
                {
                    SsaValue? result = block.Instructions[position].Result;
                    foreach (SsaValue value in live)
                    {
                        if (value != result)
                        {
                            crossing.Add(value);
                        }
                    }
                }
            });
        }

        return crossing;
    }
}
