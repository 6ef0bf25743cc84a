using System.Collections.Immutable;
using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <content>Native records (OTP 29).</content>
internal sealed partial class FunctionVerifier
{
    private void ExecuteRecord(Instruction instruction)
    {
        var operands = instruction.Operands;
        switch (instruction.Opcode)
        {
            case Opcode.IsAnyNativeRecord or Opcode.IsNativeRecord:
                if (TryLabel(operands[0], out var fail) && TryUse(operands[1], out var value))
                {
                    // Of a record with another name nothing can be excluded.
                    var failed = _module.States.Rent(State);
                    Split(
                        fail, failed,
                        instruction.Opcode == Opcode.IsNativeRecord || failed.Exclude(value, TermType.NativeRecord),
                        State.Narrow(value, TermType.NativeRecord));
                }

                break;
            case Opcode.IsRecordAccessible:
                if (TryLabel(operands[0], out fail) && TryUse(operands[1], out _))
                {
                    Branch(fail, State);
                }

                break;
            case Opcode.GetRecordElements:
                GetRecordElements(operands);
                break;
            case Opcode.GetRecordField:
                if (TryUse(operands[1], out value))
                {
                    Branch((LabelOperand)operands[0], State);
                    if (_state is not null && Narrow(value, TermType.NativeRecord))
                    {
                        Extract(operands[4], TermType.Any, null, value);
                    }
                }

                break;
            default:
                PutRecord(operands);
                break;
        }
    }

    private void GetRecordElements(ImmutableArray<Operand> operands)
    {
        var fields = ((ListOperand)operands[2]).Items;
        if (!TryLabel(operands[0], out var fail) || !TryUse(operands[1], out var record))
        {
            return;
        }

        var failed = _module.States.Rent(State);
        (_state, var current) = (failed, _state!);
        for (var index = 1; index < fields.Length && _state is not null; index += 2)
        {
            if (HoldsValue(fields[index]))
            {
                Define(fields[index], TermType.Any, null, current.TraitsOf(record));
            }
        }

        if (_state is null)
        {
            _module.States.Return(failed);
            return;
        }

        _state = current;
        BranchFor(fail, failed);
        if (_state is null || !Narrow(record, TermType.NativeRecord))
        {
            return;
        }

        var traits = State.TraitsOf(record);
        for (var index = 1; index < fields.Length && _state is not null; index += 2)
        {
            Define(fields[index], TermType.Any, null, traits);
        }
    }

    private void PutRecord(ImmutableArray<Operand> operands)
    {
        var fail = (LabelOperand)operands[0];
        var fields = ((ListOperand)operands[5]).Items;
        var isNew = operands[2] is NilOperand;
        if (!TryUseDurable(operands[2], out var source) || !RequireLive(operands[4], out var live))
        {
            return;
        }

        for (var index = 1; index < fields.Length; index += 2)
        {
            if (!TryUseDurable(fields[index], out _))
            {
                return;
            }
        }

        if (!isNew && !Require(operands[2], source, TermType.NativeRecord))
        {
            return;
        }

        State.ReserveHeap(0);
        BranchAway(fail);
        if (_state is not null)
        {
            State.KillRegistersFrom(live);
            Define(operands[3], TermType.NativeRecord);
        }
    }
}
