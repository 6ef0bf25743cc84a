using System.Collections.Immutable;
using Mochi.BeamFile.Instructions;

namespace Mochi.VerifyMutations.Mutation;

/// <summary>Ways that have to do with live counts, the heap and the stack.</summary>
internal static class StackWays
{
    public static ImmutableArray<MutationWay> All { get; } =
    [
        new("live-less", "BV033", "a live count is lower", edit => edit.ChangeNumber((_, slot) => slot.Role == "live", live => live - 1 - edit.Random.Below(live))),
        new("live-more", "BV033", "a live count is higher", edit => edit.ChangeNumber((_, slot) => slot.Role == "live", live => live + 1 + edit.Random.Below(3))),
        new("live-of-match", "BV033", "a live count among the commands of bs_match is another", LiveOfMatch),
        new("heap-less", "BV039", "less heap is reserved", edit => ChangeNeed(edit, need => need.Words > 0, need => need with { Words = edit.Random.Below(need.Words) })),
        new("heap-of-funs", "BV039", "no heap is reserved for funs", edit => ChangeNeed(edit, need => need.Funs > 0, need => need with { Funs = 0 })),
        new("heap-of-floats", "BV039", "no heap is reserved for floats", edit => ChangeNeed(edit, need => need.Floats > 0, need => need with { Floats = 0 })),
        new("heap-not-reserved", "BV039", "test_heap is missing", edit => edit.Remove(edit.Pick(Opcode.TestHeap))),
        new("build-without-heap", "BV039", "something is built for which there is no heap", BuildMore),
        new("frame-smaller", "BV034 BV037", "a frame is made with fewer slots", edit => ChangeSlots(edit, slots => slots - 1)),
        new("frame-larger", "BV031 BV037", "a frame is made with more slots", edit => ChangeSlots(edit, slots => slots + 1 + edit.Random.Below(2))),
        new("frame-missing", "BV035", "allocate is missing", edit => edit.Remove(edit.Pick(Opcode.Allocate, Opcode.AllocateHeap))),
        new("frame-twice", "BV036", "a second frame is made", FrameTwice),
        new("deallocate-other-size", "BV037", "a frame of another size is dropped", edit => edit.ChangeNumber(
            (instruction, slot) => slot.Role == "deallocate" || instruction.Opcode == Opcode.Deallocate, size => size == 0 || edit.Random.Below(2) == 0 ? size + 1 : size - 1)),
        new("deallocate-missing", "BV038", "a frame is not dropped", edit => edit.Remove(edit.Pick(Opcode.Deallocate))),
        new("trim-other-size", "BV034 BV037", "trim drops another number of slots", edit => edit.ChangeNumber(
            (instruction, slot) => instruction.Opcode == Opcode.Trim && slot.Role == "slots", slots => slots == 1 || edit.Random.Below(2) == 0 ? slots + 1 : slots - 1)),
        new("trim-other-rest", "BV037", "trim says another number of slots that are left", edit => edit.ChangeNumber(
            (instruction, slot) => instruction.Opcode == Opcode.Trim && slot.Role == "remaining", rest => rest == 0 || edit.Random.Below(2) == 0 ? rest + 1 : rest - 1)),
        new("init-yregs-missing", "BV031", "init_yregs is missing", edit => edit.Remove(edit.Pick(Opcode.InitYregs))),
        new("init-yregs-less", "BV031", "init_yregs clears one slot less", InitLess),
        new("slot-not-in-frame", "BV034", "a y register is outside of the frame", SlotOutside),
        new("return-with-frame", "BV038", "a function returns or ends with a tail call while it has a frame", ReturnWithFrame),
        new("tail-call-returns", "BV035 BV006", "a tail call becomes a call that returns", TailCallReturns),
        new("set-tuple-element", "BV082", "an element of a tuple is overwritten that is not just made", SetElement),
    ];

    private static bool LiveOfMatch(FunctionEdit edit)
    {
        var places = MatchCommands.Places(edit, (command, argument, _) => command is "integer" or "binary" or "get_tail" && argument == 0);
        if (places.Count == 0)
        {
            return false;
        }

        var place = edit.Random.Of(places);
        var live = (int)((UnsignedOperand)edit[place]).Value;
        return edit.Set(place, UnsignedOperand.Of(live == 0 || edit.Random.Below(2) == 0 ? live + 1 + edit.Random.Below(2) : edit.Random.Below(live)));
    }

    private static bool ChangeNeed(FunctionEdit edit, Func<AllocationOperand, bool> predicate, Func<AllocationOperand, AllocationOperand> change) =>
        edit.Change((_, _, operand) => operand is AllocationOperand need && predicate(need), operand => change((AllocationOperand)operand));

    private static bool BuildMore(FunctionEdit edit)
    {
        if (edit.Random.Below(2) == 0 && edit.Pick(Opcode.PutList, Opcode.PutTuple2, Opcode.MakeFun3, Opcode.UpdateRecord) is >= 0 and var again)
        {
            edit.Insert(again, edit.Code[again]);
            return true;
        }

        var at = edit.PickIndex(index => edit.Code[index].Operands is [.., XRegister]);
        if (at < 0)
        {
            return false;
        }

        var register = (XRegister)edit.Code[at].Operands[^1];
        edit.Insert(at + 1, edit.Random.Below(2) == 0
            ? Instruction.PutList(register, NilOperand.Instance, register)
            : new Instruction(Opcode.PutTuple2, [register, new ListOperand([.. Enumerable.Repeat<Operand>(register, 1 + edit.Random.Below(40))])]));
        return true;
    }

    private static bool ChangeSlots(FunctionEdit edit, Func<int, int> change) => edit.ChangeNumber(
        (instruction, slot) => instruction.Opcode is Opcode.Allocate or Opcode.AllocateHeap && slot.Role == "slots", change);

    private static bool FrameTwice(FunctionEdit edit)
    {
        var index = edit.Pick(Opcode.Allocate, Opcode.AllocateHeap);
        if (index < 0)
        {
            return false;
        }

        var later = edit.Random.Below(2) == 0 ? index + 1 : edit.PickIndex(at => at > index);
        edit.Insert(Math.Max(later, index), edit.Code[index]);
        return true;
    }

    private static bool InitLess(FunctionEdit edit)
    {
        var index = edit.Pick(instruction => instruction is { Opcode: Opcode.InitYregs, Operands: [ListOperand { Items.Length: > 1 }] });
        return index >= 0 && edit.SetItems(index, edit.Items(index).RemoveAt(edit.Random.Below(edit.Items(index).Length)));
    }

    private static bool SlotOutside(FunctionEdit edit)
    {
        var places = edit.Places((_, _, operand) => FunctionEdit.RegisterOf(operand) is YRegister);
        if (places.Count == 0)
        {
            return false;
        }

        var place = edit.Random.Of(places);
        return edit.Set(place, new YRegister(Math.Max(0, edit.FrameSize(place.Instruction)) + edit.Random.Below(4)));
    }

    private static bool ReturnWithFrame(FunctionEdit edit)
    {
        if (edit.Random.Below(2) == 0 && edit.Pick(Opcode.CallLast, Opcode.CallExtLast) is >= 0 and var call)
        {
            var operands = edit.Code[call].Operands;
            edit.Set(call, new Instruction(edit.Code[call].Opcode == Opcode.CallLast ? Opcode.CallOnly : Opcode.CallExtOnly, operands[..2]));
            return true;
        }

        var index = edit.PickIndex(at => edit.FrameSize(at) >= 0);
        if (index < 0)
        {
            return false;
        }

        edit.Insert(index, Instruction.Return());
        return true;
    }

    private static bool TailCallReturns(FunctionEdit edit)
    {
        var index = edit.Pick(Opcode.CallOnly, Opcode.CallExtOnly, Opcode.CallLast, Opcode.CallExtLast);
        if (index < 0)
        {
            return false;
        }

        var isLocal = edit.Code[index].Opcode is Opcode.CallOnly or Opcode.CallLast;
        edit.Set(index, new Instruction(isLocal ? Opcode.Call : Opcode.CallExt, edit.Code[index].Operands[..2]));
        if (edit.Random.Below(2) == 0)
        {
            edit.Insert(index + 1, Instruction.Return());
        }

        return true;
    }

    private static bool SetElement(FunctionEdit edit)
    {
        var registers = edit.Registers().OfType<XRegister>().ToList();
        var index = edit.PickIndex(at => edit.Code[at].Opcode is Opcode.GetTupleElement or Opcode.Move or Opcode.PutTuple2);
        if (index < 0 || registers.Count == 0)
        {
            return false;
        }

        edit.Insert(index, new Instruction(
            Opcode.SetTupleElement, [edit.Random.Of(registers), edit.Random.Of(registers), UnsignedOperand.Of(edit.Random.Below(3))]));
        return true;
    }
}
