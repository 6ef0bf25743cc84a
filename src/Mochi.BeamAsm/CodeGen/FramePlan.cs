using Mochi.BeamAsm.Ssa;

namespace Mochi.BeamAsm.CodeGen;

/// <summary>
/// Where a function has a stack frame. A frame is made at the start of a root block and covers the blocks that the root
/// dominates; it ends where those return. The roots lie as deep as they can, so that a path that makes no call makes no
/// frame, and never inside a loop that would make the frame again.
/// </summary>
internal sealed class FramePlan
{
    private readonly ControlFlowGraph _graph;
    private readonly Dictionary<BasicBlock, BasicBlock> _rootOf = [];

    /// <summary>Places the frames of a function.</summary>
    public FramePlan(ControlFlowGraph graph)
    {
        _graph = graph;
        HashSet<BasicBlock> unsuited = FindUnsuited(graph);
        HashSet<BasicBlock> candidates = [];
        foreach (BasicBlock block in graph.ReversePostorder.Where(NeedsFrame))
        {
            BasicBlock root = block;
            while (unsuited.Contains(root))
            {
                root = graph.ImmediateDominator(root)!;
            }

            candidates.Add(root);
        }

        foreach (BasicBlock block in graph.ReversePostorder)
        {
            BasicBlock? dominator = graph.ImmediateDominator(block);
            if (dominator is not null && _rootOf.TryGetValue(dominator, out BasicBlock? root))
            {
                _rootOf.Add(block, root);
            }
            else if (candidates.Contains(block))
            {
                _rootOf.Add(block, block);
            }
        }
    }

    /// <summary>The blocks where a frame is made.</summary>
    public IEnumerable<BasicBlock> Roots => _graph.ReversePostorder.Where(IsRoot);

    /// <summary>Whether a frame is made at the start of a block.</summary>
    public bool IsRoot(BasicBlock block) => RootOf(block) == block;

    /// <summary>Whether there is a frame in a block.</summary>
    public bool IsFramed(BasicBlock block) => _rootOf.ContainsKey(block);

    /// <summary>The block where the frame of a block is made; <see langword="null"/> when it has none.</summary>
    public BasicBlock? RootOf(BasicBlock block) => _rootOf.GetValueOrDefault(block);

    /// <summary>Whether an instruction destroys the x registers.</summary>
    /// <remarks>A yield is rare; it saves what it must by itself, so that the loop around it need not.</remarks>
    public static bool Clobbers(SsaInstruction instruction) => instruction.IsCall && instruction is not YieldInstruction;

    private static bool NeedsFrame(BasicBlock block) =>
        block.Region is not null
        || block.Terminator is TryTerminator
        || block.Instructions.Exists(instruction => instruction switch
        {
            CallInstruction { Target: RemoteCallTarget target } call => !IsExit(target, call.Operands.Length),
            LoadSlotInstruction or StoreSlotInstruction => true,
            _ => Clobbers(instruction),
        });

    /// <summary>Whether a target is a built-in function that ends the function and needs no frame.</summary>
    public static bool IsExit(RemoteCallTarget target, int arity) =>
        target.Module == "erlang"
        && (target.Function, arity) is ("error", 1) or ("error", 2) or ("exit", 1) or ("throw", 1);

    // A root must not be run again, nor be by-passed, by an edge that starts under it.
    private static HashSet<BasicBlock> FindUnsuited(ControlFlowGraph graph)
    {
        var unsuited = new HashSet<BasicBlock>();
        foreach (BasicBlock block in graph.ReversePostorder)
        {
            foreach (BasicBlock successor in block.Terminator.Successors)
            {
                BasicBlock? above = block;
                while (above is not null && (above == successor || !graph.Dominates(above, successor)))
                {
                    unsuited.Add(above);
                    above = graph.ImmediateDominator(above);
                }
            }
        }

        return unsuited;
    }
}
