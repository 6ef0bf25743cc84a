using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.CodeGen;

/// <summary>
/// Which x registers are sure to hold a term at the start of each block. An instruction that may collect garbage says how
/// many registers it must keep, and every one of them has to hold a term, needed or not; emission fills the gaps.
/// </summary>
internal sealed class InitializedRegisters
{
    private readonly RegisterSet?[] _atStart;
    private readonly RegisterAllocation _registers;
    private readonly FramePlan _frames;
    private readonly Func<BasicBlock, BlockPlan> _planOf;

    /// <summary>Examines a function.</summary>
    public InitializedRegisters(
        ControlFlowGraph graph, RegisterAllocation registers, FramePlan frames, Func<BasicBlock, BlockPlan> planOf)
    {
        _registers = registers;
        _frames = frames;
        _planOf = planOf;
        _atStart = new RegisterSet?[graph.Function.BlockCount];
        _atStart[graph.Function.Entry.Index] = RegisterSet.Below(graph.Function.Arity);
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (BasicBlock block in graph.ReversePostorder)
            {
                changed |= Propagate(block);
            }
        }
    }

    /// <summary>The registers that hold a term when a block starts; the caller may change the set.</summary>
    public RegisterSet AtStart(BasicBlock block) => new(_atStart[block.Index] ?? new RegisterSet());

    /// <summary>What an instruction does to the set.</summary>
    /// <param name="block">Its block.</param>
    /// <param name="position">Its position; the number of instructions for the terminator's.</param>
    /// <param name="instruction">The instruction.</param>
    /// <param name="initialized">The set, which is changed.</param>
    public void Step(BasicBlock block, int position, SsaInstruction instruction, RegisterSet initialized)
    {
        BlockPlan plan = _planOf(block);
        if (plan.Reservations.ContainsKey(position))
        {
            Keep(initialized, plan.LiveBefore(position));
        }

        if (FramePlan.Clobbers(instruction))
        {
            Keep(initialized, 0);
        }
        else if (instruction is YieldInstruction)
        {
            Keep(initialized, 0);
            foreach (Register register in plan.LiveAfterYield(position))
            {
                initialized.Add(register.Index);
            }
        }
        else if (HeapNeed.CollectsGarbage(instruction))
        {
            Keep(initialized, plan.LiveBefore(position));
        }

        if (instruction.IsCall && instruction is not YieldInstruction)
        {
            initialized.Add(0);
        }

        if (instruction.Result is { } result && _registers[result] is XRegister x)
        {
            initialized.Add(x.Index);
        }
    }

    private static void Keep(RegisterSet initialized, int count)
    {
        initialized.Truncate(count);
        for (int i = 0; i < count; i++)
        {
            initialized.Add(i);
        }
    }

    private bool Propagate(BasicBlock block)
    {
        if (_atStart[block.Index] is null)
        {
            return false;
        }

        RegisterSet current = AtStart(block);
        if (_frames.IsRoot(block))
        {
            Keep(current, _planOf(block).LiveBefore(0));
        }

        for (int i = 0; i < block.Instructions.Count; i++)
        {
            Step(block, i, block.Instructions[i], current);
        }

        bool changed = false;
        switch (block.Terminator)
        {
            case JumpTerminator jump:
                foreach (SsaValue parameter in jump.Target.Parameters)
                {
                    if (_registers[parameter] is XRegister x)
                    {
                        current.Add(x.Index);
                    }
                }

                changed = Meet(jump.Target, current);
                break;
            case CheckedTerminator check:
                Step(block, block.Instructions.Count, check.Instruction, current);
                changed = Meet(check.WhenDone, current);
                var failed = new RegisterSet(current);
                if (_registers[check.Instruction.Result!] is XRegister result)
                {
                    failed.Remove(result.Index);
                }

                changed |= Meet(check.WhenFailed, failed);
                break;
            case TryTerminator start:
                changed = Meet(start.Region.Body, current);
                changed |= Meet(start.Region.Handler, RegisterSet.Below(3));
                break;
            default:
                foreach (BasicBlock successor in block.Terminator.Successors)
                {
                    changed |= Meet(successor, current);
                }

                break;
        }

        return changed;
    }

    private bool Meet(BasicBlock block, RegisterSet set)
    {
        if (_atStart[block.Index] is not { } known)
        {
            _atStart[block.Index] = new RegisterSet(set);
            return true;
        }

        return known.IntersectWith(set);
    }
}
