namespace Mochi.BeamAsm.Ssa;

/// <summary>
/// Order, predecessors, dominators and loops of a function's blocks. It is a snapshot: a pass that changes edges makes a
/// new one. A handler counts as a successor of the block that starts its region.
/// </summary>
internal sealed class ControlFlowGraph
{
    private readonly int[] _order;
    private readonly List<BasicBlock>[] _predecessors;
    private readonly BasicBlock?[] _dominators;

    /// <summary>Examines a function.</summary>
    public ControlFlowGraph(SsaFunction function)
    {
        Function = function;
        ReversePostorder = Order(function);
        _order = new int[function.BlockCount];
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = -1;
        }

        _predecessors = new List<BasicBlock>[function.BlockCount];
        _dominators = new BasicBlock?[function.BlockCount];
        for (int i = 0; i < ReversePostorder.Count; i++)
        {
            _order[ReversePostorder[i].Index] = i;
            _predecessors[ReversePostorder[i].Index] = [];
        }

        foreach (BasicBlock block in ReversePostorder)
        {
            foreach (BasicBlock successor in block.Terminator.Successors)
            {
                List<BasicBlock> predecessors = _predecessors[successor.Index];
                if (predecessors is not [.., var last] || last != block)
                {
                    predecessors.Add(block);
                }
            }
        }

        FindDominators();
    }

    /// <summary>The function.</summary>
    public SsaFunction Function { get; }

    /// <summary>The blocks that can be reached, each after all that dominate it; the entry first.</summary>
    public IReadOnlyList<BasicBlock> ReversePostorder { get; }

    /// <summary>Whether any path leads to a block.</summary>
    public bool IsReachable(BasicBlock block) => _order[block.Index] >= 0;

    /// <summary>Position of a block in <see cref="ReversePostorder"/>.</summary>
    public int PositionOf(BasicBlock block) => _order[block.Index];

    /// <summary>Blocks with an edge to a block.</summary>
    public IReadOnlyList<BasicBlock> Predecessors(BasicBlock block) => _predecessors[block.Index];

    /// <summary>The closest block that every path to a block runs through; <see langword="null"/> for the entry.</summary>
    public BasicBlock? ImmediateDominator(BasicBlock block) =>
        block == Function.Entry ? null : _dominators[block.Index];

    /// <summary>Whether every path to <paramref name="block"/> runs through <paramref name="dominator"/>.</summary>
    public bool Dominates(BasicBlock dominator, BasicBlock block)
    {
        BasicBlock? current = block;
        while (current is not null && _order[current.Index] > _order[dominator.Index])
        {
            current = ImmediateDominator(current);
        }

        return current == dominator;
    }

    /// <summary>Whether an edge goes back to the head of a loop.</summary>
    public bool IsBackEdge(BasicBlock from, BasicBlock to) => Dominates(to, from);

    /// <summary>Blocks with a back edge to them, in order.</summary>
    public IEnumerable<BasicBlock> LoopHeads() => ReversePostorder
        .Where(block => Predecessors(block).Any(predecessor => IsBackEdge(predecessor, block)));

    /// <summary>The blocks of the loop with some head, the head included.</summary>
    public HashSet<BasicBlock> LoopBlocks(BasicBlock head)
    {
        var blocks = new HashSet<BasicBlock> { head };
        var pending = new Stack<BasicBlock>(Predecessors(head).Where(predecessor => IsBackEdge(predecessor, head)));
        while (pending.TryPop(out BasicBlock? block))
        {
            if (blocks.Add(block))
            {
                foreach (BasicBlock predecessor in Predecessors(block))
                {
                    pending.Push(predecessor);
                }
            }
        }

        return blocks;
    }

    private static List<BasicBlock> Order(SsaFunction function)
    {
        var postorder = new List<BasicBlock>();
        var visited = new HashSet<BasicBlock> { function.Entry };
        var path = new List<BasicBlock> { function.Entry };
        var unvisited = new int[function.BlockCount];
        unvisited[function.Entry.Index] = function.Entry.Terminator.Successors.Count;
        while (path is [.., var block])
        {
            // Visiting the last successor first puts the first one next in the final order.
            int next = --unvisited[block.Index];
            if (next < 0)
            {
                postorder.Add(block);
                path.RemoveAt(path.Count - 1);
                continue;
            }

            BasicBlock successor = block.Terminator.Successors[next];
            if (visited.Add(successor))
            {
                unvisited[successor.Index] = successor.Terminator.Successors.Count;
                path.Add(successor);
            }
        }

        postorder.Reverse();
        return postorder;
    }

    // Cooper, Harvey and Kennedy's iteration over the reverse postorder.
    private void FindDominators()
    {
        _dominators[Function.Entry.Index] = Function.Entry;
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int i = 1; i < ReversePostorder.Count; i++)
            {
                BasicBlock block = ReversePostorder[i];
                BasicBlock? dominator = null;
                foreach (BasicBlock predecessor in _predecessors[block.Index])
                {
                    if (_dominators[predecessor.Index] is not null)
                    {
                        dominator = dominator is null ? predecessor : Common(dominator, predecessor);
                    }
                }

                if (_dominators[block.Index] != dominator)
                {
                    _dominators[block.Index] = dominator;
                    changed = true;
                }
            }
        }
    }

    private BasicBlock Common(BasicBlock a, BasicBlock b)
    {
        while (a != b)
        {
            if (_order[a.Index] > _order[b.Index])
            {
                a = _dominators[a.Index]!;
            }
            else
            {
                b = _dominators[b.Index]!;
            }
        }

        return a;
    }
}
