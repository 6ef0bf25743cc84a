using System.Numerics;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Passes;
using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.CodeGen;

/// <summary>Writes the instructions of one function, after registers have been given to its values.</summary>
internal sealed partial class FunctionEmitter
{
    private readonly SsaFunction _function;
    private readonly string _module;
    private readonly string? _sourceFile;
    private readonly LabelSource _labels;
    private readonly FramePlan _frames;
    private readonly RegisterAllocation _registers;
    private readonly InitializedRegisters _initialized;
    private readonly TypeInference _types;
    private readonly BlockPlan?[] _plans;
    private readonly LabelOperand?[] _blockLabels;
    private readonly IReadOnlyList<BasicBlock> _layout;
    private readonly List<Instruction> _output = [];
    private readonly HashSet<LabelOperand> _used = [];
    private readonly Dictionary<BasicBlock, TryRegion> _handled = [];
    private BasicBlock _block;
    private BasicBlock? _next;
    private RegisterSet _held = new();

    private FunctionEmitter(SsaFunction function, SsaModule module, LabelSource labels)
    {
        _function = function;
        _module = module.Name;
        _sourceFile = module.SourceFile;
        _labels = labels;
        _block = function.Entry;
        var graph = new ControlFlowGraph(function);
        _frames = new FramePlan(graph);
        FrameEntry.InsertCopies(function, graph, _frames);
        var liveness = new Liveness(graph);
        _registers = new RegisterAllocation(graph, liveness, _frames);
        _plans = new BlockPlan?[function.BlockCount];
        foreach (BasicBlock block in graph.ReversePostorder)
        {
            _plans[block.Index] = new BlockPlan(block, _frames.IsRoot(block), liveness, _registers);
            if (block.Terminator is TryTerminator { Region: var region })
            {
                _handled.Add(region.Handler, region);
            }
        }

        _initialized = new InitializedRegisters(graph, _registers, _frames, PlanOf);
        _types = new TypeInference(graph);
        _layout = BlockLayout.Order(graph);
        _blockLabels = new LabelOperand?[function.BlockCount];
    }

    /// <summary>Emits a function; the function is changed on the way.</summary>
    public static IReadOnlyList<Instruction> Emit(SsaFunction function, SsaModule module, LabelSource labels)
    {
        var emitter = new FunctionEmitter(function, module, labels);
        emitter.EmitAll();
        return emitter._output;
    }

    private int FrameSize => _registers.FrameSize(_frames.RootOf(_block)!);

    private bool IsFramed => _frames.IsFramed(_block);

    private BlockPlan PlanOf(BasicBlock block) => _plans[block.Index]!;

    private void EmitAll()
    {
        _output.Add(Instruction.Label(_labels.New()));
        EmitLine(_function.Position);
        _output.Add(Instruction.FuncInfo(_module, _function.Name, _function.Arity));
        _output.Add(Instruction.Label(_labels.EntryOf(new FunctionReference(_function.Name, _function.Arity))));
        for (int i = 0; i < _layout.Count; i++)
        {
            _block = _layout[i];
            _next = i + 1 < _layout.Count ? _layout[i + 1] : null;
            EmitBlock();
        }

        RemoveUnusedLabels();
        SeparateWideOrderTests();
    }

    private void RemoveUnusedLabels()
    {
        var unused = new HashSet<int>();
        foreach (LabelOperand? label in _blockLabels)
        {
            if (label is not null && !_used.Contains(label))
            {
                unused.Add(label.Label);
            }
        }

        _output.RemoveAll(instruction => LabelSource.DefinedBy(instruction) is { } label && unused.Contains(label));
    }

    private void EmitBlock()
    {
        if (_block != _function.Entry)
        {
            _output.Add(Instruction.Label(RawLabelOf(_block)));
        }

        _held = _initialized.AtStart(_block);
        if (_frames.IsRoot(_block))
        {
            EmitFrame();
        }

        if (_handled.TryGetValue(_block, out TryRegion? region))
        {
            _output.Add(Instruction.TryCase(_registers.Tag(region)));
        }

        for (int i = 0; i < _block.Instructions.Count; i++)
        {
            EmitInstruction(i, _block.Instructions[i]);
        }

        EmitTerminator();
    }

    private void EmitFrame()
    {
        int live = PlanOf(_block).LiveBefore(0);
        FillGaps(live);
        _held.Truncate(live);
        _output.Add(PlanOf(_block).FrameHeapNeed is { } need
            ? Instruction.AllocateHeap(FrameSize, need, live)
            : Instruction.Allocate(FrameSize, live));
        List<YRegister> uninitialized = FindUninitializedSlots();
        if (uninitialized.Count > 0)
        {
            _output.Add(Instruction.InitYregs([.. uninitialized]));
        }
    }

    // The y registers that are not written before something could look at the whole frame.
    private List<YRegister> FindUninitializedSlots()
    {
        var written = new HashSet<int>();
        bool reachesEnd = true;
        foreach (SsaInstruction instruction in _block.Instructions)
        {
            switch (instruction)
            {
                case StoreSlotInstruction store:
                    written.Add(_registers.Slot(store.Slot).Index);
                    break;
                case CopyInstruction or TupleInstruction or ConsInstruction or HeadInstruction or TailInstruction
                    or TupleElementInstruction or MakeFunInstruction when _registers[instruction.Result!] is YRegister y:
                    written.Add(y.Index);
                    break;
                case CopyInstruction or TupleInstruction or ConsInstruction or HeadInstruction or TailInstruction
                    or TupleElementInstruction or MakeFunInstruction:
                    break;
                default:
                    reachesEnd = false;
                    break;
            }

            if (!reachesEnd)
            {
                break;
            }
        }

        if (reachesEnd && _block.Terminator is TryTerminator start)
        {
            written.Add(_registers.Tag(start.Region).Index);
        }

        if (reachesEnd && _block.Terminator is JumpTerminator jump)
        {
            foreach (SsaValue parameter in jump.Target.Parameters)
            {
                if (_registers[parameter] is YRegister y)
                {
                    written.Add(y.Index);
                }
            }
        }

        var uninitialized = new List<YRegister>();
        for (int index = 0; index < FrameSize; index++)
        {
            if (!written.Contains(index))
            {
                uninitialized.Add(Register.Y(index));
            }
        }

        return uninitialized;
    }

    // Every x register that an instruction keeps has to hold a term, whether it is needed or not.
    private void FillGaps(int live)
    {
        for (int i = 0; i < live; i++)
        {
            if (!_held.Contains(i))
            {
                _output.Add(Instruction.Move(NilOperand.Instance, Register.X(i)));
                _held.Add(i);
            }
        }
    }

    private void EmitLine(SourcePosition position)
    {
        string? file = position.File ?? _sourceFile ?? $"{_module}.erl";
        _output.Add(Instruction.Line(
            position.IsKnown ? new LocationOperand(file, position.Line) : LocationOperand.None));
    }

    private void EmitMoves(IEnumerable<RegisterMove> moves) =>
        _output.AddRange(ParallelMoves.Order(moves));

    private void EmitMove(ISourceOperand source, Register destination)
    {
        if (!source.Equals(destination))
        {
            _output.Add(Instruction.Move(source, destination));
        }
    }

    private ISourceOperand Source(SsaOperand operand) => Operands.Of(operand, _registers);

    /// <summary>
    /// As <see cref="Source"/>, with what is proven about the value, for instructions that can make use of it. What a value
    /// is not is of no use to the machine, and OTP's validator does not follow it.
    /// </summary>
    private ISourceOperand TypedSource(SsaOperand operand)
    {
        ISourceOperand source = Source(operand);
        BeamType type = _types.TypeAt(operand, _block).Base;
        bool isUseful = BitOperations.IsPow2((int)type.Kinds) || type.Kinds is BeamTypeKinds.Number or BeamTypeKinds.List;
        return isUseful && source is Register register ? register.WithType(type) : source;
    }

    /// <summary>The register of an operand; a constant is moved to the first x register that is not needed.</summary>
    private Register SourceRegister(SsaOperand operand, int position)
    {
        if (Source(operand) is Register register)
        {
            return register;
        }

        Register temporary = Register.X(PlanOf(_block).LiveBefore(position));
        _output.Add(Instruction.Move(Source(operand), temporary));
        return temporary;
    }

    private LabelOperand LabelOf(BasicBlock block)
    {
        LabelOperand label = RawLabelOf(block);
        _used.Add(label);
        return label;
    }

    private LabelOperand RawLabelOf(BasicBlock block) => _blockLabels[block.Index] ??= _labels.New();
}
