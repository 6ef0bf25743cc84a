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
                    if (_state is not null && (State.Narrow(value, TermType.NativeRecord) || StopHere()))
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
        if (!TryLabel(operands[0], out var fail) || !RequireRegister(operands[1]) || !TryUse(operands[1], out var record)
            || !CheckFields(fields, allowsNone: false))
        {
            return;
        }

        for (var index = 1; index < fields.Length; index += 2)
        {
            for (var other = 1; other < index; other += 2)
            {
                if (fields[index].Equals(fields[other]))
                {
                    Problem(Rules.ConflictingDestinations, $"two fields go to {Name(fields[index])}");
                    return;
                }
            }
        }

        var failed = _module.States.Rent(State);
        (_state, var current) = (failed, _state!);
        for (var index = 1; index < fields.Length && _state is not null; index += 2)
        {
            if (HoldsValue(fields[index]))
            {
                Define(fields[index], TermType.Any, null, current.Value(record.Value).IsFragile);
            }
        }

        if (_state is null)
        {
            _module.States.Return(failed);
            return;
        }

        _state = current;
        Branch(fail, failed);
        _module.States.Return(failed);
        if (_state is null || (!State.Narrow(record, TermType.NativeRecord) && !StopHere()))
        {
            return;
        }

        var isFragile = State.Value(record.Value).IsFragile;
        for (var index = 1; index < fields.Length && _state is not null; index += 2)
        {
            Define(fields[index], TermType.Any, null, isFragile);
        }
    }

    private bool CheckFields(ImmutableArray<Operand> fields, bool allowsNone)
    {
        if ((fields.IsEmpty && !allowsNone) || fields.Length % 2 != 0)
        {
            Problem(Rules.BadList, fields.IsEmpty ? $"{InstructionName} names no field" : $"{InstructionName} takes pairs");
            return false;
        }

        for (var index = 0; index < fields.Length; index += 2)
        {
            if (fields[index] is not AtomOperand field)
            {
                Problem(Rules.BadKeys, $"{fields[index]} is no name of a field");
                return false;
            }

            for (var other = 0; other < index; other += 2)
            {
                if (fields[other].Equals(field))
                {
                    Problem(Rules.BadKeys, $"the field {field.Name} stands there twice");
                    return false;
                }
            }
        }

        return true;
    }

    private void PutRecord(ImmutableArray<Operand> operands)
    {
        var fail = (LabelOperand)operands[0];
        var fields = ((ListOperand)operands[5]).Items;
        var isNew = operands[2] is NilOperand;
        if (isNew && operands[1] is AtomOperand { Name: "_" })
        {
            Problem(Rules.BadOperand, "a new record has a name");
            return;
        }

        if (!TryUseDurable(operands[2], out var source) || !RequireLive(operands[4], out var live) || !CheckFields(fields, allowsNone: isNew))
        {
            return;
        }

        if (operands[1] is AtomOperand name && isNew && !_module.HasRecord(name.Name))
        {
            Problem(Rules.UnknownRecord, $"the module defines no native record {name.Name}", "chunk Recs defines records");
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
