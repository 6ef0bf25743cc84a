using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <content>What each instruction does to the state.</content>
internal sealed partial class FunctionVerifier
{
    private void Execute(Instruction instruction)
    {
        var operands = instruction.Operands;
        switch (instruction.Opcode)
        {
            case Opcode.Label or Opcode.Line or Opcode.ExecutableLine or Opcode.OnLoad:
                break;
            case Opcode.NifStart:
                // A native function stands in for this one, and gives what it likes.
                _function.AddException();
                _function.AddResult(TermType.Any);
                break;
            case Opcode.DebugLine:
                ExecuteDebugLine(operands);
                break;
            case Opcode.FuncInfo:
                ExecuteFuncInfo();
                break;
            case Opcode.IntCodeEnd:
                Problem(Rules.FallsOff, "control reaches int_code_end");
                break;
            case >= Opcode.IsLt and <= Opcode.TestArity or Opcode.IsTaggedTuple:
                ExecuteTest(instruction);
                break;
            case Opcode.Move:
                ExecuteMove(operands[0], operands[1]);
                break;
            case Opcode.Swap:
                ExecuteSwap(operands[0], operands[1]);
                break;
            case Opcode.InitYregs:
                ExecuteInitialize((ListOperand)operands[0]);
                break;
            case Opcode.Allocate:
                ExecuteAllocate(operands[0], AllocationOperand.OfWords(0), operands[1]);
                break;
            case Opcode.AllocateHeap:
                ExecuteAllocate(operands[0], (AllocationOperand)operands[1], operands[2]);
                break;
            case Opcode.TestHeap:
                if (RequireLive(operands[1], out var live))
                {
                    CollectGarbage(live, (AllocationOperand)operands[0]);
                }

                break;
            case Opcode.Deallocate:
                ExecuteDeallocate(operands[0]);
                break;
            case Opcode.Trim:
                ExecuteTrim(operands[0], operands[1]);
                break;
            case Opcode.Jump:
                if (TryLabel(operands[0], out var target))
                {
                    Jump(target);
                }

                break;
            case Opcode.Return:
                ExecuteReturn();
                break;
            case >= Opcode.Call and <= Opcode.CallExtLast or Opcode.CallExtOnly or Opcode.CallFun or Opcode.CallFun2
                or Opcode.Apply or Opcode.ApplyLast or Opcode.Send or Opcode.RawRaise or Opcode.BsInitWritable:
                ExecuteCall(instruction);
                break;
            case Opcode.Bif0 or Opcode.Bif1 or Opcode.Bif2 or Opcode.Bif3 or Opcode.GcBif1 or Opcode.GcBif2 or Opcode.GcBif3:
                ExecuteBif(instruction);
                break;
            case Opcode.MakeFun3:
                ExecuteMakeFun((LambdaOperand)operands[0], operands[1], (ListOperand)operands[2]);
                break;
            case Opcode.PutList or Opcode.PutTuple2 or Opcode.UpdateRecord or Opcode.SetTupleElement
                or Opcode.GetList or Opcode.GetHd or Opcode.GetTl or Opcode.GetTupleElement:
                ExecuteData(instruction);
                break;
            case Opcode.PutMapAssoc or Opcode.PutMapExact or Opcode.GetMapElements or Opcode.HasMapFields:
                ExecuteMap(instruction);
                break;
            case Opcode.SelectVal or Opcode.SelectTupleArity:
                ExecuteSelect(instruction);
                break;
            case Opcode.Fmove or Opcode.Fconv or Opcode.Fadd or Opcode.Fsub or Opcode.Fmul or Opcode.Fdiv or Opcode.Fnegate:
                ExecuteFloat(instruction);
                break;
            case Opcode.Catch or Opcode.Try or Opcode.CatchEnd or Opcode.TryEnd or Opcode.TryCase:
                ExecuteCatch(instruction);
                break;
            case Opcode.Badmatch or Opcode.CaseEnd or Opcode.TryCaseEnd or Opcode.Badrecord or Opcode.IfEnd or Opcode.Raise
                or Opcode.BuildStacktrace:
                ExecuteRaising(instruction);
                break;
            case Opcode.LoopRec or Opcode.LoopRecEnd or Opcode.RemoveMessage or Opcode.Timeout or Opcode.Wait or Opcode.WaitTimeout
                or Opcode.RecvMarkerReserve or Opcode.RecvMarkerBind or Opcode.RecvMarkerClear or Opcode.RecvMarkerUse:
                ExecuteReceive(instruction);
                break;
            case Opcode.BsCreateBin:
                ExecuteCreateBinary(instruction);
                break;
            case Opcode.BsMatch:
                ExecuteMatch(operands[0], operands[1], (ListOperand)operands[2]);
                break;
            case Opcode.IsAnyNativeRecord or Opcode.IsNativeRecord or Opcode.GetRecordElements or Opcode.PutRecord
                or Opcode.IsRecordAccessible or Opcode.GetRecordField:
                ExecuteRecord(instruction);
                break;
            default:
                switch (OpcodeTable.TryGet(instruction.Opcode)!.Category)
                {
                    case OpcodeCategory.Test:
                        ExecuteTest(instruction);
                        break;
                    case OpcodeCategory.Binary:
                        ExecuteBinary(instruction);
                        break;
                    default:
                        throw new InvalidOperationException($"{InstructionName} is not known to the verifier");
                }

                break;
        }
    }

    private void CollectGarbage(int live, AllocationOperand need)
    {
        State.KillRegistersFrom(live);
        State.ReserveHeap(need.Words, need.Floats, need.Funs);
    }

    private void ExecuteMove(Operand source, Operand destination)
    {
        if (source is YRegister { Index: var from } && destination is YRegister { Index: var to }
            && State.FrameSize != MachineState.NoFrame && from < State.SlotCount
            && State.Slot(from) is { IsInitialized: true, HasValue: false, Tag: null })
        {
            // Trimming moves cleared slots.
            if (RequireSlot(to) && RequireNoTag(to))
            {
                State.SetSlot(to, StackSlot.Cleared);
            }

            return;
        }

        if (!TryUseAny(source, out var value))
        {
            return;
        }

        DefineAs(destination, value.IsConstant ? State.Add(value.Constant!.Type) : value.Value);
    }

    private void ExecuteSwap(Operand first, Operand second)
    {
        if (TryUseAny(first, out var one) && TryUseAny(second, out var other) && DefineAs(first, other.Value))
        {
            DefineAs(second, one.Value);
        }
    }

    private bool RequireNoTag(int slot)
    {
        if (State.Slot(slot).Tag is not { } tag)
        {
            return true;
        }

        Problem(Rules.OverwrittenTag, $"y{slot} holds the tag of an open {(tag.IsTry ? "try" : "catch")}");
        return false;
    }

    private void ExecuteInitialize(ListOperand slots)
    {
        foreach (var item in slots.Items)
        {
            var slot = ((YRegister)item).Index;
            if (!RequireSlot(slot) || !RequireNoTag(slot))
            {
                return;
            }

            State.SetSlot(slot, StackSlot.Cleared);
        }
    }

    private void ExecuteAllocate(Operand slots, AllocationOperand need, Operand live)
    {
        if (State.FrameSize != MachineState.NoFrame)
        {
            Problem(Rules.FrameExists, $"there is a stack frame of {State.SlotCount} slots already", "deallocate drops it");
            return;
        }

        if (!TryNumber(slots, out var size) || !RequireLive(live, out var count))
        {
            return;
        }

        State.MakeFrame(size);
        CollectGarbage(count, need);
    }

    private void ExecuteDeallocate(Operand slots)
    {
        if (TryNumber(slots, out var size) && RequireFrame(size) && RequireNoOpenCatch())
        {
            State.DropFrame();
        }
    }

    private void ExecuteTrim(Operand dropped, Operand remaining)
    {
        if (!TryNumber(dropped, out var count) || !TryNumber(remaining, out var rest) || !RequireFrame(count + rest))
        {
            return;
        }

        for (var index = 0; index < count; index++)
        {
            if (!RequireNoTag(index))
            {
                return;
            }
        }

        State.Trim(count);
    }

    private bool RequireFrame(int size)
    {
        if (State.FrameSize == size)
        {
            return true;
        }

        Problem(
            State.FrameSize == MachineState.NoFrame ? Rules.NoFrame : Rules.WrongFrameSize,
            State.FrameSize switch
            {
                MachineState.NoFrame => "there is no stack frame",
                MachineState.UndecidedFrame => "paths met here with stack frames of different sizes",
                var actual => $"the stack frame has {actual} slots, not {size}",
            });
        return false;
    }

    private bool RequireNoOpenCatch()
    {
        for (var index = 0; index < State.SlotCount; index++)
        {
            if (State.Slot(index).Tag is { } tag)
            {
                Problem(Rules.UnfinishedCatch, $"the frame goes while the {(tag.IsTry ? "try" : "catch")} of y{index} is open");
                return false;
            }
        }

        return true;
    }

    private void ExecuteReturn()
    {
        if (!TryUseDurable(XRegister.Of(0), out var result) || !RequireReturnable())
        {
            return;
        }

        _function.AddResult(State.TypeOf(result));
        Stop();
    }

    private bool RequireReturnable()
    {
        if (State.FrameSize != MachineState.NoFrame)
        {
            Problem(Rules.FrameLeft, $"the stack frame of {State.SlotCount} slots is still there", "deallocate drops it");
            return false;
        }

        if (State.Receive != ReceiveState.None)
        {
            Problem(Rules.ReturnInReceive, "the function ends in the middle of a receive", "remove_message, timeout or loop_rec_end ends it");
            return false;
        }

        return true;
    }

    private void ExecuteFuncInfo()
    {
        if (State.FrameSize != MachineState.NoFrame)
        {
            Problem(Rules.FrameLeft, "the stack frame is still there when function_clause is raised");
            return;
        }

        for (var index = 0; index < _function.Code.Arity; index++)
        {
            if (!TryUseDurable(XRegister.Of(index), out _))
            {
                return;
            }
        }

        _blocks[_block].IsPlainError = State.Catches.IsEmpty;
        Raise(State);
        Stop();
    }

    private void ExecuteDebugLine(System.Collections.Immutable.ImmutableArray<Operand> operands)
    {
        if (RequireLive(operands[3], out var live))
        {
            State.KillRegistersFrom(live);
        }
    }
}
