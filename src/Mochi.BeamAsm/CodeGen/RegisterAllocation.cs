using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.CodeGen;

/// <summary>
/// Gives every value a register: a y register when it must survive a call, an x register otherwise. Blocks are walked
/// so that dominators come first; then the values that are live where one is defined all have their registers, and any
/// free one will do. Among the free ones the one is taken that saves a move: the position of an argument in the next
/// call, x0 for a result, the register of the block parameter that the value will become.
/// </summary>
internal sealed class RegisterAllocation
{
    private readonly ControlFlowGraph _graph;
    private readonly Liveness _liveness;
    private readonly FramePlan _frames;
    private readonly HashSet<SsaValue> _crossing;
    private readonly Register?[] _registers;
    private readonly Dictionary<SsaValue, int> _callPosition = [];
    private readonly Dictionary<SsaValue, List<SsaValue>> _related = [];
    private readonly Dictionary<BasicBlock, int> _frameSize = [];
    private readonly Dictionary<TryRegion, int> _tags = [];
    private readonly Dictionary<StackSlot, int> _slots = [];
    private readonly Dictionary<BasicBlock, int> _reserved = [];
    private readonly Dictionary<BasicBlock, int> _yieldSlots = [];

    /// <summary>Allocates the registers of a function.</summary>
    public RegisterAllocation(ControlFlowGraph graph, Liveness liveness, FramePlan frames)
    {
        _graph = graph;
        _liveness = liveness;
        _frames = frames;
        _crossing = FrameEntry.FindCrossing(graph, liveness);
        _registers = new Register?[graph.Function.ValueCount];
        ReserveTagsAndSlots();
        CollectPreferences();
        foreach (BasicBlock block in graph.ReversePostorder)
        {
            AllocateBlock(block);
        }

        ReserveForYields();
    }

    /// <summary>The register of a value.</summary>
    public Register this[SsaValue value] => _registers[value.Index]
        ?? throw new InvalidOperationException($"{value} of {_graph.Function.Name} has no register");

    /// <summary>Number of y registers of the frame that starts at a root.</summary>
    public int FrameSize(BasicBlock root) => _frameSize.GetValueOrDefault(root);

    /// <summary>The y register of a region's tag.</summary>
    public YRegister Tag(TryRegion region) => Register.Y(_tags[region]);

    /// <summary>The y register of a stack slot.</summary>
    public YRegister Slot(StackSlot slot) => Register.Y(_slots[slot]);

    /// <summary>The first of the y registers in which a yield under a root keeps x registers.</summary>
    public int YieldSlots(BasicBlock root) => _yieldSlots[root];

    private void ReserveForYields()
    {
        foreach (BasicBlock root in _frames.Roots)
        {
            int most = 0;
            foreach (BasicBlock block in _graph.ReversePostorder.Where(block => _frames.RootOf(block) == root))
            {
                int yield = block.Instructions.FindIndex(instruction => instruction is YieldInstruction);
                if (yield >= 0)
                {
                    _liveness.WalkBackwards(block, (position, live) =>
                        most = position == yield ? Math.Max(most, live.Count(value => this[value] is XRegister)) : most);
                }
            }

            _yieldSlots[root] = FrameSize(root);
            _frameSize[root] = FrameSize(root) + most;
        }
    }

    // The machine looks for a tag from y0 up, so that an inner region must have a lower one than those around it.
    private void ReserveTagsAndSlots()
    {
        foreach (BasicBlock root in _frames.Roots)
        {
            TryRegion[] regions =
            [
                .. _graph.ReversePostorder.Where(block => _frames.RootOf(block) == root)
                    .Select(block => block.Terminator).OfType<TryTerminator>().Select(start => start.Region),
            ];
            int depth = regions.Length == 0 ? 0 : regions.Max(Depth) + 1;
            foreach (TryRegion region in regions)
            {
                _tags[region] = depth - 1 - Depth(region);
            }

            int reserved = depth;
            foreach (StackSlot slot in regions.SelectMany(region => region.Slots))
            {
                _slots[slot] = reserved++;
            }

            _reserved[root] = reserved;
            _frameSize[root] = reserved;
        }

        static int Depth(TryRegion region)
        {
            int depth = 0;
            for (TryRegion? parent = region.Parent; parent is not null; parent = parent.Parent)
            {
                depth++;
            }

            return depth;
        }
    }

    private void CollectPreferences()
    {
        for (int b = _graph.ReversePostorder.Count - 1; b >= 0; b--)
        {
            BasicBlock block = _graph.ReversePostorder[b];
            switch (block.Terminator)
            {
                case ReturnTerminator { Operands: [SsaValue result] }:
                    _callPosition[result] = 0;
                    break;
                case TailCallTerminator call:
                    PreferPositions(call.Operands);
                    break;
                case JumpTerminator jump:
                    for (int i = 0; i < jump.Operands.Length; i++)
                    {
                        Relate(jump.Operands[i], jump.Target.Parameters[i]);
                    }

                    break;
            }

            for (int i = block.Instructions.Count - 1; i >= 0; i--)
            {
                switch (block.Instructions[i])
                {
                    case CallInstruction call:
                        PreferPositions(call.Operands);
                        break;
                    case CopyInstruction { Operands: [SsaValue source], Result: { } copy }:
                        Relate(source, copy);
                        break;
                }
            }
        }
    }

    private void PreferPositions(SsaOperand[] operands)
    {
        for (int i = 0; i < operands.Length; i++)
        {
            if (operands[i] is SsaValue value)
            {
                _callPosition[value] = i;
            }
        }
    }

    private void Relate(SsaOperand operand, SsaValue parameter)
    {
        if (operand is SsaValue value)
        {
            Related(value).Add(parameter);
            Related(parameter).Add(value);
        }
    }

    private List<SsaValue> Related(SsaValue value)
    {
        if (!_related.TryGetValue(value, out List<SsaValue>? related))
        {
            _related.Add(value, related = []);
        }

        return related;
    }

    private void AllocateBlock(BasicBlock block)
    {
        var usedX = new RegisterSet();
        var usedY = new RegisterSet();
        foreach (SsaValue value in _liveness.LiveIn(block))
        {
            Occupy(value);
        }

        bool isEntry = block == _graph.Function.Entry;
        bool isHandler = _graph.Predecessors(block).Any(p => p.Terminator is TryTerminator t && t.Region.Handler == block);
        for (int i = 0; i < block.Parameters.Count; i++)
        {
            if (isEntry || isHandler)
            {
                _registers[block.Parameters[i].Index] = Register.X(i);
                usedX.Add(i);
            }
            else
            {
                Define(block.Parameters[i]);
            }
        }

        List<SsaValue>[] deaths = FindDeaths(block);
        foreach (SsaValue parameter in block.Parameters)
        {
            if (deaths[^1].Contains(parameter))
            {
                Release(parameter);
            }
        }

        for (int i = 0; i < block.Instructions.Count; i++)
        {
            SsaInstruction instruction = block.Instructions[i];
            foreach (SsaValue value in deaths[i])
            {
                if (value != instruction.Result)
                {
                    Release(value);
                }
            }

            if (instruction.Result is { } result)
            {
                // What a call gives is in x0, and nothing else is in an x register then.
                if (instruction is CallInstruction or BuildStackTraceInstruction && !_crossing.Contains(result))
                {
                    _registers[result.Index] = Register.X(0);
                    usedX.Add(0);
                }
                else
                {
                    Define(result);
                }

                if (deaths[i].Contains(result))
                {
                    Release(result);
                }
            }
        }

        if (block.Terminator is CheckedTerminator { Instruction.Result: { } computed })
        {
            usedX = new RegisterSet();
            usedY = new RegisterSet();
            foreach (SsaValue value in _liveness.LiveOut(block))
            {
                if (value != computed)
                {
                    Occupy(value);
                }
            }

            Define(computed);
        }

        void Occupy(SsaValue value) => (this[value] is XRegister ? usedX : usedY).Add(this[value].Index);

        void Release(SsaValue value) => (this[value] is XRegister ? usedX : usedY).Remove(this[value].Index);

        void Define(SsaValue value)
        {
            Register register = Choose(block, value, usedX, usedY);
            _registers[value.Index] = register;
            (register is XRegister ? usedX : usedY).Add(register.Index);
        }
    }

    // For each instruction, the values that nobody needs after it; last, the parameters that nobody needs at all.
    private List<SsaValue>[] FindDeaths(BasicBlock block)
    {
        var deaths = new List<SsaValue>[block.Instructions.Count + 1];
        HashSet<SsaValue> atStart = [];
        _liveness.WalkBackwards(block, (position, live) =>
        {
            atStart = live;
            if (position == block.Instructions.Count)
            {
                return;
            }

            SsaInstruction instruction = block.Instructions[position];
            deaths[position] =
                [.. instruction.Operands.OfType<SsaValue>().Where(value => !live.Contains(value)).Distinct()];
            if (instruction.Result is { } result && !live.Contains(result))
            {
                deaths[position].Add(result);
            }
        });

        // By now the set has been changed to what is needed at the start of the block.
        deaths[^1] = [.. block.Parameters.Where(parameter => !atStart.Contains(parameter))];
        return deaths;
    }

    private Register Choose(BasicBlock block, SsaValue value, RegisterSet usedX, RegisterSet usedY)
    {
        if (_crossing.Contains(value))
        {
            BasicBlock root = _frames.RootOf(block)
                ?? throw new InvalidOperationException($"{value} of {_graph.Function.Name} survives a call without a frame");
            int index = PreferredOf<YRegister>(value, usedY) ?? usedY.LowestFree(_reserved[root]);
            index = index < _reserved[root] ? usedY.LowestFree(_reserved[root]) : index;
            _frameSize[root] = Math.Max(_frameSize[root], index + 1);
            return Register.Y(Checked(index));
        }

        if (_callPosition.TryGetValue(value, out int position) && position < RegisterSet.Capacity && !usedX.Contains(position))
        {
            return Register.X(position);
        }

        return Register.X(Checked(PreferredOf<XRegister>(value, usedX) ?? usedX.LowestFree()));
    }

    private int? PreferredOf<T>(SsaValue value, RegisterSet used)
        where T : Register
    {
        foreach (SsaValue related in _related.GetValueOrDefault(value, []))
        {
            if (_registers[related.Index] is T { Index: var index } && !used.Contains(index))
            {
                return index;
            }
        }

        return null;
    }

    // Register 1023 is the loader's own.
    private int Checked(int index) => index < RegisterSet.Capacity - 1
        ? index
        : throw new DiagnosticException(new Diagnostic(
            "BA101",
            DiagnosticSeverity.Error,
            $"function {_graph.Function.Name}/{_graph.Function.Arity} needs more than {RegisterSet.Capacity - 1} values at once",
            DiagnosticPlace.None,
            "split the function"));
}
