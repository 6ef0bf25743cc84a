using System.Collections.Immutable;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Verification;

/// <content>What single instructions ask for besides operands of the right kind.</content>
internal sealed partial class InstructionRules
{
    private void CheckSpecial()
    {
        var operands = _instruction.Operands;
        switch (_instruction.Opcode)
        {
            case Opcode.Call or Opcode.CallLast or Opcode.CallOnly:
                CheckCall(Number(operands[0]), ((LabelOperand)operands[1]).Label);
                break;
            case Opcode.CallExt or Opcode.CallExtLast or Opcode.CallExtOnly:
                CheckRemoteCall(Number(operands[0]), (ImportOperand)operands[1]);
                break;
            case Opcode.CallFun or Opcode.Apply or Opcode.ApplyLast:
                CheckArity(Number(operands[0]));
                break;
            case Opcode.CallFun2:
                CheckFunCall(operands[0], Number(operands[1]));
                break;
            case Opcode.MakeFun3:
                CheckLambda((LambdaOperand)operands[0], ((ListOperand)operands[2]).Items.Length);
                break;
            case Opcode.Bif0 or Opcode.Bif1 or Opcode.Bif2 or Opcode.Bif3:
                CheckBif(_instruction.Opcode == Opcode.Bif0 ? 0 : 1, isCollecting: false);
                break;
            case Opcode.GcBif1 or Opcode.GcBif2 or Opcode.GcBif3:
                CheckBif(2, isCollecting: true);
                break;
            case Opcode.Allocate or Opcode.AllocateHeap:
                if (Number(operands[0]) > RegisterLimit)
                {
                    Problem(Rules.BadSlot, $"a frame of {Number(operands[0])} slots is larger than {RegisterLimit}");
                }

                break;
            case Opcode.InitYregs:
                CheckSlots(((ListOperand)operands[0]).Items);
                break;
            case Opcode.SelectVal or Opcode.SelectTupleArity:
                CheckCases(((ListOperand)operands[2]).Items, _instruction.Opcode == Opcode.SelectTupleArity);
                break;
            case Opcode.UpdateRecord:
                CheckUpdates(operands[0], Number(operands[1]), ((ListOperand)operands[4]).Items);
                break;
            case Opcode.HasMapFields:
                CheckKeys(((ListOperand)operands[2]).Items, 1);
                break;
            case Opcode.GetMapElements:
                var pairs = ((ListOperand)operands[2]).Items;
                if (CheckKeys(pairs, 2))
                {
                    CheckDestinations(pairs, "values");
                }

                break;
            case Opcode.PutMapAssoc when ((LabelOperand)operands[0]).IsLabel:
                Problem(Rules.LabelNotAllowed, "put_map_assoc cannot fail and takes no label");
                break;
            case Opcode.PutMapAssoc or Opcode.PutMapExact:
                CheckKeys(((ListOperand)operands[4]).Items, 2);
                break;
            case Opcode.GetList when operands[1].Equals(operands[2]):
                Problem(Rules.ConflictingDestinations, $"head and tail both go to {OperandName.Of(operands[1])}");
                break;
            case Opcode.Fadd or Opcode.Fsub or Opcode.Fmul or Opcode.Fdiv or Opcode.Fnegate when ((LabelOperand)operands[0]).IsLabel:
                Problem(Rules.LabelNotAllowed, $"{Name} takes no label");
                break;
            case Opcode.Fmove when operands[0] is not FloatRegister && operands[1] is not FloatRegister:
                Problem(Rules.BadOperand, "fmove moves from or to a float register");
                break;
            case Opcode.LoopRec when operands[1] is not XRegister { Index: 0 }:
                Problem(Rules.BadOperand, $"loop_rec puts the message into x0, not {OperandName.Of(operands[1])}");
                break;
            case Opcode.BsStartMatch4 when operands[0] is AtomOperand { Name: not ("no_fail" or "resume") }:
                Problem(Rules.BadOperand, $"{OperandName.Of(operands[0])} is neither a label nor no_fail nor resume");
                break;
            case Opcode.BsStartMatch3 when !((LabelOperand)operands[0]).IsLabel:
                Problem(Rules.LabelRequired, "this instruction cannot do without a label");
                break;
            case Opcode.IsRecordAccessible or Opcode.IsNativeRecord:
                break;
            case Opcode.GetRecordElements:
                var fields = ((ListOperand)operands[2]).Items;
                if (CheckFields(fields))
                {
                    CheckDestinations(fields, "fields");
                }

                break;
            case Opcode.PutRecord:
                CheckRecord(operands);
                break;
            default:
                CheckBinary();
                break;
        }
    }

    private bool CheckArity(int arity) =>
        arity <= MaximumArity || Problem(Rules.TooManyArguments, $"{arity} arguments are more than {MaximumArity}");

    private void CheckCall(int arity, int label)
    {
        if (module.FindFunction(label) is not { } callee)
        {
            Problem(Rules.BadCallTarget, $"no function begins at label {label}");
        }
        else if (callee.Code.Arity != arity)
        {
            Problem(Rules.BadCallTarget, $"{callee.Code} is called with {arity} arguments");
        }
    }

    private void CheckRemoteCall(int arity, ImportOperand target)
    {
        if (CheckArity(target.Arity) && arity != target.Arity)
        {
            Problem(Rules.BadOperand, $"{target.Module}:{target.Function}/{target.Arity} is called with {arity} arguments");
        }
    }

    private void CheckFunCall(Operand tag, int arity)
    {
        if (!CheckArity(arity))
        {
            return;
        }

        if (tag is AtomOperand { Name: not ("safe" or "unsafe") })
        {
            Problem(Rules.BadOperand, $"{OperandName.Of(tag)} is no kind of fun call", "it is safe or unsafe");
        }
        else if (tag is LambdaOperand lambda && CheckLambda(lambda) && lambda.Arity - lambda.FreeCount != arity)
        {
            Problem(Rules.BadLambda, $"the lambda {lambda.Function}/{lambda.Arity} is called with {arity} arguments");
        }
    }

    private bool CheckLambda(LambdaOperand lambda)
    {
        if (module.FindFunction(lambda.Label) is not { } target || target.Code.Arity != lambda.Arity || target.Code.Name != lambda.Function)
        {
            return Problem(
                Rules.BadLambda, $"the lambda {lambda.Function}/{lambda.Arity} is not the function that begins at label {lambda.Label}");
        }

        return true;
    }

    private void CheckLambda(LambdaOperand lambda, int captured)
    {
        if (CheckLambda(lambda) && (captured != lambda.FreeCount || lambda.FreeCount > lambda.Arity))
        {
            Problem(Rules.BadLambda, $"{captured} values are captured; the lambda table says {lambda.FreeCount}");
        }
    }

    private void CheckBif(int position, bool isCollecting)
    {
        var bif = (ImportOperand)_instruction.Operands[position];
        var count = _instruction.Operands.Length - position - 2;
        var hasLabel = _instruction.Operands[0] is LabelOperand { IsLabel: true };
        if (bif.Module != "erlang" || bif.Arity != count || !CallFacts.IsAllowed(bif.Function, count, isCollecting, hasLabel))
        {
            Problem(
                Rules.BadBif, $"{Name} cannot call {bif.Module}:{bif.Function}/{bif.Arity}",
                !hasLabel && CallFacts.IsAllowed(bif.Function, count, isCollecting, hasLabel: true)
                    ? "with a label to go to when it fails it could" : "only guard BIFs are called this way; call_ext calls any function");
        }
    }

    private void CheckSlots(ImmutableArray<Operand> slots)
    {
        var last = -1;
        foreach (var item in slots)
        {
            if (((YRegister)item).Index <= last)
            {
                Problem(Rules.BadList, "init_yregs names slots in ascending order, each once");
                return;
            }

            last = ((YRegister)item).Index;
        }
    }

    private void CheckCases(ImmutableArray<Operand> cases, bool isArity)
    {
        if (cases.Length % 2 != 0 || (cases.IsEmpty && !isArity))
        {
            Problem(Rules.BadList, cases.IsEmpty ? $"{Name} has no case" : $"{Name} takes pairs");
            return;
        }

        for (var index = 0; index < cases.Length; index += 2)
        {
            var isRight = isArity
                ? cases[index] is UnsignedOperand { Value: <= int.MaxValue }
                : cases[index] is AtomOperand or IntegerOperand or LiteralOperand { Term: FloatTerm or IntegerTerm }
                    && Kind(cases[index]) == Kind(cases[0]);
            if (!isRight)
            {
                Problem(
                    Rules.BadCases, isArity ? $"{OperandName.Of(cases[index])} is no arity" : $"{OperandName.Of(cases[index])} does not go with the other cases",
                    "the cases are all atoms, all integers or all floats");
                return;
            }

            if (cases[index + 1] is not LabelOperand { IsLabel: true } label)
            {
                Problem(Rules.LabelRequired, $"the case {OperandName.Of(cases[index])} has no label");
                return;
            }

            if (!CheckLabel(label))
            {
                return;
            }
        }
    }

    private static int Kind(Operand value) => value switch
    {
        AtomOperand => 0,
        LiteralOperand { Term: FloatTerm } => 1,
        _ => 2,
    };

    private void CheckUpdates(Operand hint, int size, ImmutableArray<Operand> updates)
    {
        if (hint is not AtomOperand { Name: "reuse" or "copy" or "inplace" })
        {
            Problem(Rules.BadOperand, $"{OperandName.Of(hint)} is no hint of update_record", "it is reuse or copy");
            return;
        }

        var last = 0;
        for (var index = 0; index < updates.Length; index += 2)
        {
            var position = Number(updates[index]);
            if (position <= last || position > size)
            {
                Problem(
                    Rules.BadTupleIndex,
                    position > size || position == 0 ? $"a tuple of {size} elements has no element {position}"
                    : $"element {position} stands after element {last}",
                    "positions ascend from 1 to the size");
                return;
            }

            last = position;
        }
    }

    private bool CheckKeys(ImmutableArray<Operand> items, int step)
    {
        if (items.Length == step)
        {
            return true;
        }

        for (var index = 0; index < items.Length; index += step)
        {
            if (items[index] is IRegisterOperand)
            {
                return Problem(
                    Rules.BadKeys, $"{OperandName.Of(items[index])} is one of several keys and no constant", "a register can be a key only alone");
            }

            module.Operands.TryConstant(items[index], out var key);
            for (var other = 0; other < index; other += step)
            {
                module.Operands.TryConstant(items[other], out var before);
                if (key.Constant!.Term.Equals(before.Constant!.Term))
                {
                    return Problem(Rules.BadKeys, $"the key {key.Constant} stands there twice", "a map would get two equal keys");
                }
            }
        }

        return true;
    }

    private void CheckDestinations(ImmutableArray<Operand> pairs, string what)
    {
        for (var index = 1; index < pairs.Length; index += 2)
        {
            for (var other = 1; other < index; other += 2)
            {
                if (pairs[index].Equals(pairs[other]))
                {
                    Problem(Rules.ConflictingDestinations, $"two {what} go to {OperandName.Of(pairs[index])}");
                    return;
                }
            }
        }
    }

    private bool CheckFields(ImmutableArray<Operand> fields)
    {
        for (var index = 0; index < fields.Length; index += 2)
        {
            for (var other = 0; other < index; other += 2)
            {
                if (fields[other].Equals(fields[index]))
                {
                    return Problem(Rules.BadKeys, $"the field {((AtomOperand)fields[index]).Name} stands there twice");
                }
            }
        }

        return true;
    }

    private void CheckRecord(ImmutableArray<Operand> operands)
    {
        var fields = ((ListOperand)operands[5]).Items;
        var isNew = operands[2] is NilOperand;
        if (isNew && operands[1] is AtomOperand { Name: "_" })
        {
            Problem(Rules.BadOperand, "a new record has a name");
        }
        else if (fields.IsEmpty && !isNew)
        {
            Problem(Rules.BadList, "put_record names no field");
        }
        else if (CheckFields(fields) && operands[1] is AtomOperand name && isNew && !module.HasRecord(name.Name))
        {
            Problem(Rules.UnknownRecord, $"the module defines no native record {name.Name}", "chunk Recs defines records");
        }
    }
}
