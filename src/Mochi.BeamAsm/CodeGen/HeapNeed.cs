using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.CodeGen;

/// <summary>What instructions need on the heap, and which may collect garbage.</summary>
internal static class HeapNeed
{
    /// <summary>Whether an instruction may collect garbage, so that nothing reserved before it is left after it.</summary>
    public static bool CollectsGarbage(SsaInstruction instruction) => instruction
        is BuiltInInstruction { BuiltIn.Kind: BuiltInKind.Allocating }
        or MapInstruction
        or BitstringInstruction
        or YieldInstruction
        || instruction.IsCall;

    /// <summary>What an instruction builds in space reserved before it; <see langword="null"/> when it builds nothing.</summary>
    public static AllocationOperand? Of(SsaInstruction instruction) => instruction switch
    {
        ConsInstruction => new AllocationOperand(2),
        TupleInstruction tuple => new AllocationOperand(tuple.Operands.Length + 1),
        TupleUpdateInstruction update => new AllocationOperand(update.Arity + 1),
        MakeFunInstruction fun => new AllocationOperand(fun.Operands.Length, Funs: 1),
        _ => null,
    };

    /// <summary>
    /// For each instruction before which space is reserved, how much: for it and all that follow up to the next that may
    /// collect garbage.
    /// </summary>
    public static Dictionary<int, AllocationOperand> Reservations(BasicBlock block)
    {
        var reservations = new Dictionary<int, AllocationOperand>();
        int start = -1;
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            SsaInstruction instruction = block.Instructions[i];
            if (CollectsGarbage(instruction))
            {
                start = -1;
            }
            else if (Of(instruction) is { } need)
            {
                start = start < 0 ? i : start;
                AllocationOperand sum = reservations.GetValueOrDefault(start) ?? new AllocationOperand(0);
                reservations[start] = new AllocationOperand(sum.Words + need.Words, 0, sum.Funs + need.Funs);
            }
        }

        return reservations;
    }
}
