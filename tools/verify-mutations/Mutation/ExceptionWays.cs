using System.Collections.Immutable;
using Mochi.BeamFile.Instructions;

namespace Mochi.VerifyMutations.Mutation;

/// <summary>Ways that have to do with exceptions and receiving messages.</summary>
internal static class ExceptionWays
{
    public static ImmutableArray<MutationWay> All { get; } =
    [
        new("try-end-missing", "BV053 BV056", "try_end or catch_end is missing", edit => edit.Remove(edit.Pick(Opcode.TryEnd, Opcode.CatchEnd))),
        new("try-case-missing", "BV054", "try_case is missing", edit => edit.Remove(edit.Pick(Opcode.TryCase))),
        new("try-missing", "BV051", "try or catch is missing", edit => edit.Remove(edit.Pick(Opcode.Try, Opcode.Catch))),
        new("try-twice", "BV050 BV052", "try or catch is there twice, or earlier", TryTwice),
        new("tag-other", "BV051 BV052", "an instruction names the tag of another catch", TagOther),
        new("tag-of-other-kind", "BV051", "a try ends as a catch, or the other way round", TagKind),
        new("handler-other", "BV054", "the handler is elsewhere", HandlerOther),
        new("tag-overwritten", "BV050", "a tag is overwritten while its catch is open", TagOverwritten),
        new("tag-as-term", "BV031 BV082", "a tag is read as if it were a term", TagRead),
        new("branch-to-handler", "BV055", "a branch leads to a handler", BranchToHandler),
        new("raise-of-term", "BV082", "a stack trace is made from some term", RaiseTerm),
        new("remove-message-missing", "BV057 BV058", "remove_message is missing", edit => edit.Remove(edit.Pick(Opcode.RemoveMessage))),
        new("remove-message-more", "BV057", "remove_message is where there is no message", edit =>
        {
            edit.Insert(edit.PickIndex(_ => true), Instruction.RemoveMessage());
            return true;
        }),
        new("receive-part-missing", "BV006 BV057", "loop_rec_end, wait, wait_timeout, or timeout is missing", edit =>
            edit.Remove(edit.Pick(Opcode.LoopRecEnd, Opcode.Wait, Opcode.WaitTimeout, Opcode.Timeout, Opcode.LoopRec))),
        new("receive-order", "BV057", "two instructions of a receive change places", ReceiveOrder),
        new("message-kept", "BV059", "part of a message in the queue is kept", MessageKept),
        new("loop-rec-elsewhere", "BV020", "loop_rec puts the message into another register", edit => edit.Change(
            (instruction, slot, _) => instruction.Opcode == Opcode.LoopRec && slot.Kind == OperandSlotKind.Destination, _ => XRegister.Of(1 + edit.Random.Below(3)))),
        new("marker-missing", "BV030 BV057", "an instruction about a receive marker is missing", edit => edit.Remove(edit.Pick(
            Opcode.RecvMarkerBind, Opcode.RecvMarkerClear, Opcode.RecvMarkerReserve, Opcode.RecvMarkerUse))),
        new("marker-other", "BV030 BV070", "a receive marker is in another register", edit => edit.Registers() is { Count: > 1 } registers && edit.Change(
            (instruction, _, operand) => operand is Register
                && instruction.Opcode is Opcode.RecvMarkerBind or Opcode.RecvMarkerClear or Opcode.RecvMarkerReserve or Opcode.RecvMarkerUse,
            _ => edit.Random.Of(registers))),
    ];

    private static readonly ImmutableArray<Opcode> WithTag = [Opcode.Try, Opcode.Catch, Opcode.TryEnd, Opcode.CatchEnd, Opcode.TryCase];

    private static readonly ImmutableArray<Opcode> OfReceive =
        [Opcode.LoopRec, Opcode.LoopRecEnd, Opcode.Wait, Opcode.WaitTimeout, Opcode.Timeout, Opcode.RemoveMessage];

    private static bool TryTwice(FunctionEdit edit)
    {
        var index = edit.Pick(Opcode.Try, Opcode.Catch);
        if (index < 0)
        {
            return false;
        }

        edit.Insert(edit.Random.Below(2) == 0 ? index : edit.PickIndex(at => edit.FrameSize(at) >= 0), edit.Code[index]);
        return true;
    }

    private static bool TagOther(FunctionEdit edit)
    {
        var index = edit.Pick(WithTag);
        if (index < 0)
        {
            return false;
        }

        var slots = Math.Max(1, edit.FrameSize(index));
        return edit.Set(new Place(index, 0), new YRegister(edit.Random.Below(slots)));
    }

    private static bool TagKind(FunctionEdit edit)
    {
        var index = edit.Pick(WithTag);
        if (index < 0)
        {
            return false;
        }

        var instruction = edit.Code[index];
        var other = instruction.Opcode switch
        {
            Opcode.Try => Opcode.Catch,
            Opcode.Catch => Opcode.Try,
            Opcode.TryEnd => Opcode.CatchEnd,
            Opcode.CatchEnd => edit.Random.Below(2) == 0 ? Opcode.TryEnd : Opcode.TryCase,
            _ => Opcode.TryEnd,
        };
        edit.Set(index, new Instruction(other, instruction.Operands));
        return true;
    }

    private static bool HandlerOther(FunctionEdit edit)
    {
        var index = edit.Pick(Opcode.Try, Opcode.Catch);
        return index >= 0 && edit.Labels(index) is { Count: > 0 } labels && edit.Set(new Place(index, 1), LabelOperand.Of(edit.Random.Of(labels)));
    }

    private static bool TagOverwritten(FunctionEdit edit)
    {
        var index = edit.Pick(Opcode.Try, Opcode.Catch);
        if (index < 0)
        {
            return false;
        }

        var tag = (YRegister)edit.Code[index].Operands[0];
        var at = edit.Random.Below(2) == 0 ? index + 1 : edit.PickIndex(later => later > index);
        edit.Insert(at, edit.Random.Below(2) == 0 ? Instruction.Move(new AtomOperand("a"), tag) : new Instruction(Opcode.InitYregs, [new ListOperand([tag])]));
        return true;
    }

    private static bool TagRead(FunctionEdit edit)
    {
        var index = edit.Pick(Opcode.Try, Opcode.Catch);
        if (index < 0)
        {
            return false;
        }

        var tag = (YRegister)edit.Code[index].Operands[0];
        var at = edit.Random.Below(2) == 0 ? index + 1 : edit.PickIndex(later => later > index);
        edit.Insert(at, Instruction.Move(tag, XRegister.Of(edit.Random.Below(2))));
        return true;
    }

    private static bool BranchToHandler(FunctionEdit edit)
    {
        var index = edit.Pick(Opcode.Try, Opcode.Catch);
        if (index < 0)
        {
            return false;
        }

        var handler = edit.Code[index].Operands[1];
        return edit.Change(
            (instruction, slot, operand) => operand is LabelOperand { IsLabel: true } && slot.Kind is OperandSlotKind.Label or OperandSlotKind.OptionalLabel
                && slot.Role != "function" && !WithTag.Contains(instruction.Opcode),
            _ => handler);
    }

    private static bool RaiseTerm(FunctionEdit edit)
    {
        var registers = edit.Registers().OfType<XRegister>().ToList();
        var index = edit.PickIndex(at => edit.Code[at].Opcode is Opcode.Move or Opcode.Return or Opcode.CallExtOnly or Opcode.CallExt or Opcode.TryCase);
        if (index < 0 || registers.Count == 0)
        {
            return false;
        }

        edit.Insert(index, edit.Random.Below(3) switch
        {
            0 => new Instruction(Opcode.BuildStacktrace, []),
            1 => new Instruction(Opcode.RawRaise, []),
            _ => new Instruction(Opcode.Raise, [edit.Random.Of(registers), edit.Random.Of(registers)]),
        });
        return true;
    }

    private static bool ReceiveOrder(FunctionEdit edit)
    {
        var first = edit.Pick(OfReceive);
        if (first < 0)
        {
            return false;
        }

        var second = edit.Random.Below(3) switch
        {
            0 => Math.Min(first + 1, edit.Code.Count - 1),
            1 => Math.Max(first - 1, edit.BodyStart),
            _ => edit.Pick(OfReceive),
        };
        var (one, other) = (edit.Code[first], edit.Code[second]);
        edit.Set(first, other);
        edit.Set(second, one);
        return !one.Equals(other);
    }

    private static bool MessageKept(FunctionEdit edit)
    {
        var loop = edit.Pick(Opcode.LoopRec);
        if (loop < 0)
        {
            return false;
        }

        var size = edit.FrameSize(loop);
        edit.Insert(loop + 1, edit.Random.Below(3) switch
        {
            0 when size > 0 => Instruction.Move(XRegister.Of(0), new YRegister(edit.Random.Below(size))),
            1 => new Instruction(Opcode.TestHeap, [AllocationOperand.OfWords(4), UnsignedOperand.Of(1)]),
            _ => new Instruction(Opcode.CallExt, [UnsignedOperand.Of(1), new ImportOperand("erlang", "phash2", 1)]),
        });
        return true;
    }
}
