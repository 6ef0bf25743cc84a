using System.Collections.Immutable;
using Mochi.BeamFile.Instructions;

namespace Mochi.VerifyMutations.Mutation;

/// <summary>Ways that have to do with registers.</summary>
internal static class RegisterWays
{
    public static ImmutableArray<MutationWay> All { get; } =
    [
        new("register-of-other-kind", "BV030 BV034", "an x register becomes the y register of its number, or the other way round", OtherKind),
        new("source-other", "BV030 BV082", "another register is read", edit => Replace(edit, IsSource)),
        new("source-killed", "BV030", "an x register is read that a call has killed", Killed),
        new("source-never-written", "BV030", "an x register is read that nothing has written", edit => edit.Change(
            (_, slot, operand) => IsSource(slot) && FunctionEdit.RegisterOf(operand) is XRegister,
            _ => XRegister.Of(20 + edit.Random.Below(1000)))),
        new("slot-not-initialised", "BV031", "a stack slot is read as soon as the frame is there", SlotEarly),
        new("destination-other", "BV030", "another register is written", edit => Replace(edit, IsDestination)),
        new("destination-lost", "BV030 BV031", "a move is missing", edit => edit.Remove(edit.Pick(Opcode.Move, Opcode.Swap, Opcode.GetTupleElement, Opcode.GetHd, Opcode.GetTl))),
        new("move-becomes-swap", "BV030", "a move becomes a swap, or a swap a move", MoveOrSwap),
        new("same-destination", "BV026", "two results go to one register", SameDestination),
    ];

    internal static bool IsSource(OperandSlot slot) => slot.Kind is OperandSlotKind.Source or OperandSlotKind.RegisterSource or OperandSlotKind.SegmentValue;

    internal static bool IsDestination(OperandSlot slot) => slot.Kind is OperandSlotKind.Destination or OperandSlotKind.FloatDestination;

    /// <summary>The operand with another register, its type kept.</summary>
    internal static Operand With(Operand operand, Register register) => operand is TypedRegister typed ? typed with { Register = register } : register;

    private static bool OtherKind(FunctionEdit edit) => edit.Change(
        (_, _, operand) => FunctionEdit.RegisterOf(operand) is not null,
        operand => FunctionEdit.RegisterOf(operand)! is var register
            ? With(operand, register is XRegister ? new YRegister(register.Index) : XRegister.Of(register.Index))
            : operand);

    private static bool Replace(FunctionEdit edit, Func<OperandSlot, bool> predicate)
    {
        var registers = edit.Registers();
        return registers.Count > 1 && edit.Change(
            (_, slot, operand) => predicate(slot) && FunctionEdit.RegisterOf(operand) is not null, operand => With(operand, edit.Random.Of(registers)));
    }

    private static bool Killed(FunctionEdit edit)
    {
        var index = edit.Pick(Opcode.Call, Opcode.CallExt, Opcode.CallFun, Opcode.CallFun2, Opcode.Apply);
        if (index < 0)
        {
            return false;
        }

        edit.Insert(index + 1, Instruction.Move(XRegister.Of(1 + edit.Random.Below(4)), XRegister.Of(0)));
        return true;
    }

    private static bool SlotEarly(FunctionEdit edit)
    {
        var index = edit.Pick(instruction => instruction is
        { Opcode: Opcode.Allocate or Opcode.AllocateHeap, Operands: [UnsignedOperand { Value: > 0 }, ..] });
        if (index < 0)
        {
            return false;
        }

        var slots = (int)((UnsignedOperand)edit.Code[index].Operands[0]).Value;
        edit.Insert(index + 1, Instruction.Move(new YRegister(edit.Random.Below(slots)), XRegister.Of(edit.Random.Below(3))));
        return true;
    }

    private static bool MoveOrSwap(FunctionEdit edit)
    {
        var index = edit.Pick(instruction => instruction.Opcode is Opcode.Move or Opcode.Swap
            && FunctionEdit.RegisterOf(instruction.Operands[0]) is not null && instruction.Operands[1] is Register);
        if (index < 0)
        {
            return false;
        }

        var (first, second) = (FunctionEdit.RegisterOf(edit.Code[index].Operands[0])!, (Register)edit.Code[index].Operands[1]);
        edit.Set(index, edit.Code[index].Opcode == Opcode.Move ? Instruction.Swap(first, second) : Instruction.Move(first, second));
        return true;
    }

    private static bool SameDestination(FunctionEdit edit)
    {
        var index = edit.Pick(instruction => instruction.Opcode == Opcode.GetList
            || (instruction is { Opcode: Opcode.GetMapElements, Operands: [.., ListOperand { Items.Length: > 2 }] }));
        if (index < 0)
        {
            return false;
        }

        if (edit.Code[index].Opcode == Opcode.GetList)
        {
            return edit.Set(new Place(index, 2), edit.Code[index].Operands[1]);
        }

        var list = edit.Code[index].Operands.Length - 1;
        return edit.Set(new Place(index, list, 3), edit.Random.Below(2) == 0 ? edit.Items(index)[1] : FunctionEdit.RegisterOf(edit.Code[index].Operands[1]) ?? edit.Items(index)[1]);
    }
}
