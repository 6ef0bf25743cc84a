using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <content>Exceptions and messages.</content>
internal sealed partial class FunctionVerifier
{
    private static readonly TermType ClassType = TermType.AtomOf("error", "exit", "throw");

    private void ExecuteCatch(Instruction instruction)
    {
        var operands = instruction.Operands;
        var slot = ((YRegister)operands[0]).Index;
        if (!RequireSlot(slot))
        {
            return;
        }

        switch (instruction.Opcode)
        {
            case Opcode.Catch or Opcode.Try:
                if (TryLabel(operands[1], out var handler))
                {
                    OpenCatch(slot, new CatchTag(instruction.Opcode == Opcode.Try, [handler.Label]));
                }

                break;
            case Opcode.CatchEnd:
                if (CloseCatch(slot, isTry: false))
                {
                    if (State.Register(0) < 0)
                    {
                        Problem(Rules.UninitializedRegister, "x0 has no value at the end of the catch", "what the catch gives is in x0");
                        return;
                    }

                    // It may build {'EXIT', Reason}, and a stack trace.
                    State.ScheduleOut();
                    Define(XRegister.Of(0), TermType.Any);
                }

                break;
            case Opcode.TryEnd:
                CloseCatch(slot, isTry: true);
                break;
            default:
                if (CloseCatch(slot, isTry: true))
                {
                    State.ScheduleOut();
                    Define(XRegister.Of(0), ClassType);
                    Define(XRegister.Of(1), TermType.Any);
                    Define(XRegister.Of(2), TermType.Any, Definition.RawTrace);
                }

                break;
        }
    }

    private void OpenCatch(int slot, CatchTag tag)
    {
        _function.TryFindBlock(tag.Handlers[0], out var block);
        var first = _function.FirstInstruction(block);
        if (first is not { Opcode: var opcode } || opcode != (tag.IsTry ? Opcode.TryCase : Opcode.CatchEnd))
        {
            Problem(
                Rules.BadHandler,
                $"the handler at label {tag.Handlers[0]} does not begin with {(tag.IsTry ? "try_case" : "catch_end")}");
            return;
        }

        if (!RequireNoTag(slot))
        {
            return;
        }

        for (var lower = 0; lower < slot; lower++)
        {
            if (State.Slot(lower).Tag is not null)
            {
                Problem(
                    Rules.CatchNesting, $"y{slot} is above y{lower}, the tag of an open one around it",
                    "the stack is searched from y0 up, so an inner tag has the lower number");
                return;
            }
        }

        State.SetSlot(slot, StackSlot.Of(tag));
        State.Catches = State.Catches.Insert(0, tag);
    }

    private bool CloseCatch(int slot, bool isTry)
    {
        var what = isTry ? "try" : "catch";
        if (State.Slot(slot).Tag is not { } tag || tag.IsTry != isTry)
        {
            Problem(Rules.WrongTag, $"y{slot} does not hold the tag of a {what}");
            return false;
        }

        if (State.IsCatchUndecided || State.Catches is not [var innermost, ..] || !innermost.Equals(tag))
        {
            Problem(Rules.CatchNesting, $"the {what} of y{slot} is not the innermost one that is open");
            return false;
        }

        State.SetSlot(slot, StackSlot.Cleared);
        State.Catches = State.Catches.RemoveAt(0);
        return true;
    }

    private void ExecuteRaising(Instruction instruction)
    {
        var operands = instruction.Operands;
        switch (instruction.Opcode)
        {
            case Opcode.BuildStacktrace:
                RequireRawTrace(XRegister.Of(0));
                if (_state is not null && RequireSlotsInitialized())
                {
                    State.ScheduleOut();
                    Define(XRegister.Of(0), TermType.List);
                }

                return;
            case Opcode.Raise:
                RequireRawTrace(operands[0]);
                if (_state is null || !TryUseDurable(operands[1], out _))
                {
                    return;
                }

                break;
            case Opcode.IfEnd:
                break;
            default:
                if (!TryUseDurable(operands[0], out _))
                {
                    return;
                }

                break;
        }

        Raise(State);
        Stop();
    }

    /// <summary>Requires what <c>try_case</c> left in x2: anything else kills the machine.</summary>
    private void RequireRawTrace(Operand operand)
    {
        if (!TryUseDurable(operand, out var value))
        {
            return;
        }

        var isRaw = !value.IsConstant && State.Value(value.Value).Definition?.Operation == Operation.RawTrace;
        if (isRaw)
        {
            CountOperand(UseOutcome.Proven);
        }
        else if (value.IsConstant)
        {
            CountOperand(UseOutcome.Contradicted);
            Problem(Rules.WrongOperandType, $"{InstructionName} takes the raw stack trace of a try_case, not {value.Constant}");
        }
        else
        {
            CountOperand(UseOutcome.NotProven);
            Unproven(value, $"{Name(operand)} is not known to be the raw stack trace of a try_case");
        }
    }

    private void ExecuteReceive(Instruction instruction)
    {
        var operands = instruction.Operands;
        switch (instruction.Opcode)
        {
            case Opcode.LoopRec:
                if (TryLabel(operands[0], out var empty) && EnterReceive(ReceiveState.InLoop))
                {
                    Branch(empty, State);
                    if (_state is not null)
                    {
                        State.Receive = ReceiveState.HasMessage;
                        Define(operands[1], TermType.Any, null, ValueTraits.Fragile);
                    }
                }

                break;
            case Opcode.LoopRecEnd:
                if (TryLabel(operands[0], out var loop) && RequireMessage() && RequireSlotsInitialized())
                {
                    State.ScheduleOut();
                    Jump(loop);
                }

                break;
            case Opcode.RemoveMessage:
                if (RequireMessage())
                {
                    State.Receive = ReceiveState.None;
                    State.RemoveFragility();
                }

                break;
            case Opcode.Timeout:
                State.Receive = ReceiveState.None;
                State.KillRegistersFrom(0);
                break;
            case Opcode.Wait:
                if (TryLabel(operands[0], out loop) && RequireNoMessage() && RequireSlotsInitialized())
                {
                    State.ScheduleOut();
                    Jump(loop);
                }

                break;
            case Opcode.WaitTimeout:
                if (TryLabel(operands[0], out loop) && RequireNoMessage() && TryUseDurable(operands[1], out _) && RequireSlotsInitialized())
                {
                    Raise(State);
                    if (_state is not null)
                    {
                        State.ScheduleOut();
                        var next = _module.States.Rent(State);
                        if (operands[1] is XRegister time && _function.TryFindBlock(loop.Label, out var block)
                            && ReferenceEquals(_function.FirstInstruction(block), instruction))
                        {
                            // While the timer runs the time is not read again.
                            next.SetRegister(time.Index, next.Add(TermType.Any));
                        }

                        BranchFor(loop, next);
                    }
                }

                break;
            case Opcode.RecvMarkerReserve:
                Define(operands[0], TermType.ReceiveMarker);
                break;
            case Opcode.RecvMarkerBind:
                if (TryUseAs(operands[0], TermType.ReceiveMarker, out _))
                {
                    TryUseDurable(operands[1], out _);
                }

                break;
            case Opcode.RecvMarkerClear:
                TryUseDurable(operands[0], out _);

                break;
            default:
                if (TryUseDurable(operands[0], out _))
                {
                    EnterReceive(ReceiveState.Marked);
                }

                break;
        }
    }

    private bool RequireMessage()
    {
        if (State.Receive == ReceiveState.HasMessage || _module.IsHandWritten)
        {
            return true;
        }

        Problem(
            Rules.ReceiveOrder, $"{InstructionName} needs the message that loop_rec found, and there is none here",
            "loop_rec goes on to the next instruction with a message, and to its label without");
        return false;
    }

    private bool RequireNoMessage()
    {
        if (State.Receive is ReceiveState.None or ReceiveState.InLoop or ReceiveState.Marked)
        {
            return true;
        }

        Problem(
            Rules.ReceiveOrder, $"{InstructionName} comes with a message at hand",
            "loop_rec_end leaves a message in the queue, remove_message takes it out");
        return false;
    }

    private bool EnterReceive(ReceiveState next)
    {
        var isRight = (State.Receive, next) is (ReceiveState.None, ReceiveState.Marked)
            or (ReceiveState.None or ReceiveState.Marked, ReceiveState.InLoop);
        if (!isRight)
        {
            Problem(
                Rules.ReceiveOrder,
                State.Receive == ReceiveState.Undecided ? "paths met that differ in whether they are in a receive"
                    : "a receive begins in the middle of another one",
                "remove_message or timeout ends a receive");
            return false;
        }

        State.Receive = next;
        return true;
    }
}
