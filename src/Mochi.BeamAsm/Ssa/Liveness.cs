namespace Mochi.BeamAsm.Ssa;

/// <summary>
/// Which values are needed at the ends of each block. What a handler needs is needed throughout its region, because any
/// instruction there may raise.
/// </summary>
internal sealed class Liveness
{
    private readonly HashSet<SsaValue>[] _liveIn;
    private readonly HashSet<SsaValue>[] _liveOut;

    /// <summary>Examines a function.</summary>
    public Liveness(ControlFlowGraph graph)
    {
        int count = graph.Function.BlockCount;
        _liveIn = new HashSet<SsaValue>[count];
        _liveOut = new HashSet<SsaValue>[count];
        foreach (BasicBlock block in graph.ReversePostorder)
        {
            _liveIn[block.Index] = [];
            _liveOut[block.Index] = [];
        }

        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int i = graph.ReversePostorder.Count - 1; i >= 0; i--)
            {
                changed |= Update(graph.ReversePostorder[i]);
            }
        }
    }

    /// <summary>Values needed when a block starts, without its parameters.</summary>
    public IReadOnlySet<SsaValue> LiveIn(BasicBlock block) => _liveIn[block.Index];

    /// <summary>Values of a block needed after it, what it gives to the parameters of others not counted.</summary>
    public IReadOnlySet<SsaValue> LiveOut(BasicBlock block) => _liveOut[block.Index];

    /// <summary>
    /// Walks a block backwards and tells for each instruction which values are needed after it.
    /// </summary>
    /// <param name="block">The block.</param>
    /// <param name="visit">
    /// Called with the position of the instruction (the number of instructions for the terminator) and the values needed
    /// after it; the set is changed after the call.
    /// </param>
    public void WalkBackwards(BasicBlock block, Action<int, HashSet<SsaValue>> visit)
    {
        var live = new HashSet<SsaValue>(LiveOut(block));
        visit(block.Instructions.Count, live);
        if (block.Terminator is CheckedTerminator { Instruction.Result: { } defined })
        {
            live.Remove(defined);
        }

        AddUses(live, block.Terminator.Operands);
        for (int i = block.Instructions.Count - 1; i >= 0; i--)
        {
            SsaInstruction instruction = block.Instructions[i];
            visit(i, live);
            if (instruction.Result is not null)
            {
                live.Remove(instruction.Result);
            }

            AddUses(live, instruction.Operands);
        }
    }

    private static void AddUses(HashSet<SsaValue> live, SsaOperand[] operands)
    {
        foreach (SsaOperand operand in operands)
        {
            if (operand is SsaValue value)
            {
                live.Add(value);
            }
        }
    }

    private bool Update(BasicBlock block)
    {
        HashSet<SsaValue> liveOut = _liveOut[block.Index];
        foreach (BasicBlock successor in block.Terminator.Successors)
        {
            liveOut.UnionWith(_liveIn[successor.Index]);
        }

        if (block.Region is { } region && _liveIn[region.Handler.Index] is { } handlerNeeds)
        {
            liveOut.UnionWith(handlerNeeds);
        }

        var live = new HashSet<SsaValue>(liveOut);
        if (block.Terminator is CheckedTerminator { Instruction.Result: { } defined })
        {
            live.Remove(defined);
        }

        AddUses(live, block.Terminator.Operands);
        for (int i = block.Instructions.Count - 1; i >= 0; i--)
        {
            if (block.Instructions[i].Result is { } result)
            {
                live.Remove(result);
            }

            AddUses(live, block.Instructions[i].Operands);
        }

        live.ExceptWith(block.Parameters);
        if (live.Count == _liveIn[block.Index].Count)
        {
            return false;
        }

        _liveIn[block.Index] = live;
        return true;
    }
}
