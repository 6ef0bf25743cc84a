using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Passes;

/// <summary>
/// Finds the types of a function's values: of each where it is computed, and narrower where a branch that leads to a block
/// has tested it.
/// </summary>
internal sealed class TypeInference
{
    private const int RoundsBeforeWidening = 4;
    private const int RoundsOfNarrowing = 2;

    private readonly ControlFlowGraph _graph;
    private readonly FlowType?[] _types;
    private readonly Dictionary<BasicBlock, Dictionary<SsaValue, FlowType>> _narrowed = [];

    /// <summary>Examines a function.</summary>
    public TypeInference(ControlFlowGraph graph)
    {
        _graph = graph;
        _types = new FlowType?[graph.Function.ValueCount];
        foreach (SsaValue parameter in graph.Function.Entry.Parameters)
        {
            _types[parameter.Index] = FlowType.Any;
        }

        bool changed = true;
        for (int round = 0; changed; round++)
        {
            changed = false;
            foreach (BasicBlock block in graph.ReversePostorder)
            {
                changed |= Visit(block, round < RoundsBeforeWidening ? Step.Grow : Step.Widen);
            }
        }

        // What holds for all of the loop's turns holds for the next as well: from here on types can only get narrower.
        for (int round = 0; round < RoundsOfNarrowing; round++)
        {
            foreach (BasicBlock block in graph.ReversePostorder)
            {
                Visit(block, Step.Narrow);
            }
        }
    }

    private enum Step
    {
        Grow,
        Widen,
        Narrow,
    }

    /// <summary>The type of an operand where a block starts, or where the value is computed in the block.</summary>
    public FlowType TypeAt(SsaOperand operand, BasicBlock block)
    {
        if (operand is SsaConstant constant)
        {
            return FlowType.Of(constant.Value);
        }

        var value = (SsaValue)operand;
        FlowType type = _types[value.Index] ?? FlowType.None;
        for (BasicBlock? at = block; at is not null; at = _graph.ImmediateDominator(at))
        {
            if (_narrowed.TryGetValue(at, out Dictionary<SsaValue, FlowType>? facts)
                && facts.TryGetValue(value, out FlowType? narrowed))
            {
                type = type.Meet(narrowed);
            }
        }

        return type;
    }

    private bool Visit(BasicBlock block, Step step)
    {
        bool changed = false;
        if (block != _graph.Function.Entry)
        {
            changed |= VisitParameters(block, step);
            changed |= Narrow(block);
        }

        foreach (SsaInstruction instruction in block.Instructions)
        {
            if (instruction.Result is { } result)
            {
                changed |= Set(result, TypeOf(instruction, block), step);
            }
        }

        if (block.Terminator is CheckedTerminator { Instruction: { Result: { } computed } check })
        {
            changed |= Set(computed, TypeOf(check, block), step);
        }

        return changed;
    }

    private bool VisitParameters(BasicBlock block, Step step)
    {
        bool changed = false;
        for (int i = 0; i < block.Parameters.Count; i++)
        {
            FlowType type = FlowType.None;
            foreach (BasicBlock predecessor in _graph.Predecessors(block))
            {
                type = predecessor.Terminator is JumpTerminator jump
                    ? type.Join(TypeAt(jump.Operands[i], predecessor))
                    : FlowType.Any;
            }

            changed |= Set(block.Parameters[i], type, step);
        }

        return changed;
    }

    private bool Set(SsaValue value, FlowType type, Step step)
    {
        FlowType? known = _types[value.Index];
        FlowType next = step == Step.Narrow ? type : known is null ? type : known.Join(type);
        if (known is not null && step == Step.Widen)
        {
            next = next.Widen(known);
        }

        if (next == known)
        {
            return false;
        }

        _types[value.Index] = next;
        return true;
    }

    private FlowType TypeOf(SsaInstruction instruction, BasicBlock block) => instruction switch
    {
        BuiltInInstruction builtIn =>
            BuiltInTypes.Result(builtIn.BuiltIn, [.. builtIn.Operands.Select(operand => TypeAt(operand, block))]),
        TupleInstruction { Operands: var elements } =>
            FlowType.OfTuple(elements.Length, elements is [SsaConstant { Value: BeamFile.Terms.AtomTerm tag }, ..] ? tag.Name : null),
        TupleUpdateInstruction update => FlowType.OfTuple(
            update.Arity, update.Indices.Contains(0) ? null : TypeAt(update.Operands[0], block).Shape?.Tag),
        ConsInstruction => new(BeamType.Cons),
        MapInstruction => new(BeamType.Map),
        MakeFunInstruction => new(BeamType.Fun),
        BitstringInstruction bitstring => new(bitstring.Segments.All(segment => segment.IsWholeBytes) ? BeamType.Binary : BeamType.AnyBitstring),
        CopyInstruction copy => TypeAt(copy.Operands[0], block),
        _ => FlowType.Any,
    };

    // A block that one side of one branch alone leads to knows what the branch has found out.
    private bool Narrow(BasicBlock block)
    {
        if (_graph.Predecessors(block) is not [var from])
        {
            return false;
        }

        var facts = new Dictionary<SsaValue, FlowType>();
        switch (from.Terminator)
        {
            case BranchTerminator branch when branch.WhenTrue != branch.WhenFalse:
                TestFacts.Collect(
                    branch, block == branch.WhenTrue, operand => TypeAt(operand, from), (value, type) => facts[value] = type);
                break;
            case SwitchTerminator { Operands: [SsaValue value] } choice when choice.Otherwise != block:
                facts[value] = choice.Targets.Zip(choice.Values).Where(pair => pair.First == block)
                    .Select(pair => FlowType.Of(pair.Second)).Aggregate((a, b) => a.Join(b));
                break;
            case CheckedTerminator { Instruction: BuiltInInstruction builtIn } check
                when block == check.WhenDone && block != check.WhenFailed:
                for (int i = 0; i < builtIn.Operands.Length; i++)
                {
                    if (builtIn.Operands[i] is SsaValue value && BuiltInTypes.Argument(builtIn.BuiltIn, i) is { } type)
                    {
                        facts[value] = facts.TryGetValue(value, out FlowType? other) ? other.Meet(type) : type;
                    }
                }

                break;
        }

        bool changed = facts.Count != (_narrowed.TryGetValue(block, out Dictionary<SsaValue, FlowType>? known) ? known.Count : 0)
            || facts.Any(fact => known![fact.Key] != fact.Value);
        _narrowed[block] = facts;
        return changed;
    }
}
