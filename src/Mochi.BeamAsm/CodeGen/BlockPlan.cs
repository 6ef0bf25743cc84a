using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.CodeGen;

/// <summary>What emission has to know about a block before it writes it: live counts and heap reservations.</summary>
internal sealed class BlockPlan
{
    private readonly int[] _liveBefore;
    private readonly Register[]?[] _liveAfter;

    /// <summary>Examines a block.</summary>
    public BlockPlan(BasicBlock block, bool isRoot, Liveness liveness, RegisterAllocation registers)
    {
        Reservations = HeapNeed.Reservations(block);
        if (isRoot)
        {
            int first = block.Instructions.FindIndex(i => HeapNeed.CollectsGarbage(i) || HeapNeed.Of(i) is not null);
            if (Reservations.Remove(first, out AllocationOperand? need))
            {
                FrameHeapNeed = need;
            }
        }

        int count = block.Instructions.Count;
        _liveBefore = new int[count + 1];
        _liveAfter = new Register[]?[count + 1];
        liveness.WalkBackwards(block, (position, live) =>
        {
            SsaInstruction? instruction = position < count
                ? block.Instructions[position]
                : (block.Terminator as CheckedTerminator)?.Instruction;
            SsaOperand[] operands = position < count ? block.Instructions[position].Operands : block.Terminator.Operands;
            int bound = 0;
            foreach (SsaValue value in live)
            {
                if (value != instruction?.Result)
                {
                    Include(value);
                }
            }

            foreach (SsaOperand operand in operands)
            {
                if (operand is SsaValue value)
                {
                    Include(value);
                }
            }

            _liveBefore[position] = bound;
            if (instruction is YieldInstruction)
            {
                _liveAfter[position] =
                    [.. live.Select(value => registers[value]).OfType<XRegister>().OrderBy(x => x.Index)];
            }

            void Include(SsaValue value)
            {
                if (registers[value] is XRegister register)
                {
                    bound = Math.Max(bound, register.Index + 1);
                }
            }
        });
    }

    /// <summary>What is reserved together with the frame that is made at the start of the block, if anything.</summary>
    public AllocationOperand? FrameHeapNeed { get; }

    /// <summary>Heap reservations by the position of the instruction that they come before.</summary>
    public Dictionary<int, AllocationOperand> Reservations { get; }

    /// <summary>Number of x registers up to the highest that is needed by or after an instruction.</summary>
    /// <param name="position">Position of the instruction; the number of instructions for the terminator.</param>
    public int LiveBefore(int position) => _liveBefore[position];

    /// <summary>The x registers that are needed after a yield.</summary>
    public IReadOnlyList<Register> LiveAfterYield(int position) => _liveAfter[position] ?? [];
}
