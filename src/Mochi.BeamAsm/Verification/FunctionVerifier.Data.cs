using System.Collections.Immutable;
using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Verification;

/// <content>Lists, tuples, maps, floats and native records.</content>
internal sealed partial class FunctionVerifier
{
    private void ExecuteData(Instruction instruction)
    {
        var operands = instruction.Operands;
        switch (instruction.Opcode)
        {
            case Opcode.PutList when UseHeap(2) && TryUse(operands[0], out var head) && TryUse(operands[1], out var tail):
                // What is built of parts of a message in the queue is no less fragile.
                Define(operands[2], TermType.Cons(State.TypeOf(head), State.TypeOf(tail)), null, IsFragile(head) || IsFragile(tail));
                break;
            case Opcode.PutTuple2:
                PutTuple(operands[0], (ListOperand)operands[1]);
                break;
            case Opcode.UpdateRecord:
                UpdateRecord(operands);
                break;
            case Opcode.SetTupleElement:
                SetTupleElement(operands);
                break;
            case Opcode.GetList when TryUseAs(operands[0], TermType.NonEmptyList, out var list):
                var (first, rest) = (State.TypeOf(list).Head, State.TypeOf(list).TailOfList);
                if (operands[1].Equals(operands[2]))
                {
                    Problem(Rules.ConflictingDestinations, $"head and tail both go to {Name(operands[1])}");
                }
                else if (Extract(operands[1], first, null, list))
                {
                    Extract(operands[2], rest, null, list);
                }

                break;
            case Opcode.GetHd when TryUseAs(operands[0], TermType.NonEmptyList, out var list):
                Extract(operands[1], State.TypeOf(list).Head, null, list);
                break;
            case Opcode.GetTl when TryUseAs(operands[0], TermType.NonEmptyList, out var list):
                Extract(operands[1], State.TypeOf(list).TailOfList, null, list);
                break;
            case Opcode.GetTupleElement when TryNumber(operands[1], out var index)
                && TryUseAs(operands[0], TermType.TupleAtLeast(index + 1), out var tuple):
                var type = State.TypeOf(tuple).TupleElement(index + 1);
                Extract(operands[2], type, Definition.OfElement(tuple, index + 1), tuple);
                break;
            default:
                break;
        }
    }

    private bool UseHeap(int words)
    {
        if (State.HeapWords < words)
        {
            Problem(Rules.HeapOverflow, $"{words} words are built, and {State.HeapWords} are left of what was reserved", "test_heap reserves heap");
            return false;
        }

        State.HeapWords -= words;
        return true;
    }

    private void PutTuple(Operand destination, ListOperand elements)
    {
        if (!UseHeap(elements.Items.Length + 1))
        {
            return;
        }

        var types = new TermType[elements.Items.Length];
        var isFragile = false;
        for (var index = 0; index < elements.Items.Length; index++)
        {
            if (!TryUse(elements.Items[index], out var element))
            {
                return;
            }

            isFragile |= IsFragile(element);
            types[index] = State.TypeOf(element);
        }

        Define(destination, TermType.TupleOfElements(types), null, isFragile);
    }

    private bool IsFragile(ValueSource source) => !source.IsConstant && State.Value(source.Value).IsFragile;

    private void UpdateRecord(ImmutableArray<Operand> operands)
    {
        var updates = ((ListOperand)operands[4]).Items;
        if (operands[0] is not AtomOperand { Name: "reuse" or "copy" or "inplace" })
        {
            Problem(Rules.BadOperand, $"{operands[0]} is no hint of update_record", "it is reuse or copy");
            return;
        }

        if (!TryNumber(operands[1], out var size) || !TryUseAs(operands[2], TermType.TupleOf(size), out var source)
            || !RequireDurable(operands[2], source) || !UseHeap(size + 1))
        {
            return;
        }

        if (updates.IsEmpty || updates.Length % 2 != 0)
        {
            Problem(Rules.BadList, "update_record takes positions and values in pairs, at least one");
            return;
        }

        var type = State.TypeOf(source);
        var last = 0;
        for (var index = 0; index < updates.Length; index += 2)
        {
            if (!TryNumber(updates[index], out var position) || !TryUseDurable(updates[index + 1], out var value))
            {
                return;
            }

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
            type = type.ReplaceTupleElement(position, State.TypeOf(value));
        }

        Define(operands[3], type);
    }

    private void SetTupleElement(ImmutableArray<Operand> operands)
    {
        if (TryNumber(operands[2], out var index) && TryUseDurable(operands[0], out var value)
            && TryUseAs(operands[1], TermType.TupleAtLeast(index + 1), out var tuple))
        {
            var replaced = State.TypeOf(tuple).ReplaceTupleElement(index + 1, State.TypeOf(value));
            State.SetType(tuple.Value, replaced);
        }
    }

    private void ExecuteMap(Instruction instruction)
    {
        var operands = instruction.Operands;
        switch (instruction.Opcode)
        {
            case Opcode.HasMapFields:
                if (TryLabel(operands[0], out var missing) && TryUseAs(operands[1], TermType.Map, out _)
                    && CheckKeys(((ListOperand)operands[2]).Items, 1, "key"))
                {
                    Branch(missing, State);
                }

                break;
            case Opcode.GetMapElements:
                GetMapElements(operands);
                break;
            default:
                PutMap(instruction.Opcode == Opcode.PutMapExact, operands);
                break;
        }
    }

    private void GetMapElements(ImmutableArray<Operand> operands)
    {
        var pairs = ((ListOperand)operands[2]).Items;
        if (!TryLabel(operands[0], out var fail) || !RequireRegister(operands[1])
            || !TryUseAs(operands[1], TermType.Map, out var map) || !CheckKeys(pairs, 2, "key"))
        {
            return;
        }

        for (var index = 1; index < pairs.Length; index += 2)
        {
            for (var other = 1; other < index; other += 2)
            {
                if (pairs[index].Equals(pairs[other]))
                {
                    Problem(Rules.ConflictingDestinations, $"two values go to {Name(pairs[index])}");
                    return;
                }
            }
        }

        // Some values may have been written when a key is missing.
        var failed = _module.States.Rent(State);
        (_state, var current) = (failed, _state!);
        for (var index = 1; index < pairs.Length && _state is not null; index += 2)
        {
            if (HoldsValue(pairs[index]))
            {
                Define(pairs[index], TermType.Any, null, !map.IsConstant && current.Value(map.Value).IsFragile);
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
        if (_state is null)
        {
            return;
        }

        var type = State.TypeOf(map);
        var isFragile = !map.IsConstant && State.Value(map.Value).IsFragile;
        for (var index = 0; index < pairs.Length; index += 2)
        {
            if (!TryUse(pairs[index], out _))
            {
                return;
            }
        }

        if (type.MapValue.IsNone)
        {
            Stop();
            return;
        }

        for (var index = 1; index < pairs.Length; index += 2)
        {
            if (!Define(pairs[index], type.MapValue, null, isFragile))
            {
                return;
            }
        }
    }

    private bool HoldsValue(Operand register) => register switch
    {
        XRegister x => State.Register(x.Index) >= 0,
        YRegister y => State.Slot(y.Index).IsInitialized,
        _ => false,
    };

    private bool RequireRegister(Operand operand)
    {
        if (operand is IRegisterOperand)
        {
            return true;
        }

        Problem(Rules.BadOperand, $"{operand} is no register");
        return false;
    }

    private bool CheckKeys(ImmutableArray<Operand> items, int step, string what)
    {
        if (items.IsEmpty || items.Length % step != 0)
        {
            Problem(Rules.BadList, items.IsEmpty ? $"{InstructionName} names no {what}" : $"{InstructionName} takes pairs");
            return false;
        }

        if (items.Length == step)
        {
            return TryUse(items[0], out _);
        }

        var seen = new HashSet<Term>();
        for (var index = 0; index < items.Length; index += step)
        {
            if (!TryUse(items[index], out var key))
            {
                return false;
            }

            if (!key.IsConstant)
            {
                Problem(Rules.BadKeys, $"{Name(items[index])} is one of several keys and no constant", "a register can be a key only alone");
                return false;
            }

            if (!seen.Add(key.Constant!.Term))
            {
                Problem(Rules.BadKeys, $"the key {key.Constant!.Term} stands there twice", "a map would get two equal keys");
                return false;
            }
        }

        return true;
    }

    private void PutMap(bool isExact, ImmutableArray<Operand> operands)
    {
        var fail = (LabelOperand)operands[0];
        var pairs = ((ListOperand)operands[4]).Items;
        if (!isExact && fail.IsLabel)
        {
            Problem(Rules.LabelNotAllowed, "put_map_assoc cannot fail and takes no label");
            return;
        }

        if (!TryUseAs(operands[1], TermType.Map, out var map) || !RequireDurable(operands[1], map)
            || !RequireLive(operands[3], out var live) || !CheckKeys(pairs, 2, "key"))
        {
            return;
        }

        var type = State.TypeOf(map);
        for (var index = 0; index < pairs.Length; index += 2)
        {
            if (!TryUseDurable(pairs[index], out var key) || !TryUseDurable(pairs[index + 1], out var value))
            {
                return;
            }

            type = type.WithMapEntry(State.TypeOf(key), State.TypeOf(value));
        }

        State.ReserveHeap(0);
        if (isExact)
        {
            BranchAway(fail);
        }

        if (_state is not null)
        {
            State.KillRegistersFrom(live);
            Define(operands[2], type);
        }
    }

    private void ExecuteFloat(Instruction instruction)
    {
        var operands = instruction.Operands;
        switch (instruction.Opcode)
        {
            case Opcode.Fmove when operands[0] is FloatRegister from:
                if (!RequireFloat(from))
                {
                    return;
                }

                if (operands[1] is FloatRegister to)
                {
                    SetFloat(to);
                    return;
                }

                if (State.HeapFloats == 0)
                {
                    Problem(Rules.HeapOverflow, "no heap is reserved for a float", "test_heap reserves it");
                    return;
                }

                State.HeapFloats--;
                Define(operands[1], TermType.Float);
                break;
            case Opcode.Fmove:
                if (operands[1] is FloatRegister target && TryUseAs(operands[0], TermType.Float, out _))
                {
                    SetFloat(target);
                }
                else if (_state is not null && operands[1] is not FloatRegister)
                {
                    Problem(Rules.BadOperand, "fmove moves from or to a float register");
                }

                break;
            case Opcode.Fconv:
                if (TryUse(operands[0], out var number))
                {
                    if (!State.TypeOf(number).IsSubsetOf(TermType.Float))
                    {
                        Raise(State);
                    }

                    if (_state is not null && !State.Narrow(number, TermType.Number))
                    {
                        Stop();
                    }

                    if (_state is not null)
                    {
                        SetFloat((FloatRegister)operands[1]);
                    }
                }

                break;
            default:
                if (((LabelOperand)operands[0]).IsLabel)
                {
                    Problem(Rules.LabelNotAllowed, $"{InstructionName} takes no label");
                    return;
                }

                for (var index = 1; index < operands.Length - 1; index++)
                {
                    if (!RequireFloat((FloatRegister)operands[index]))
                    {
                        return;
                    }
                }

                Raise(State);
                if (_state is not null)
                {
                    SetFloat((FloatRegister)operands[^1]);
                }

                break;
        }
    }

    private bool RequireFloat(FloatRegister register)
    {
        if (State.Floats.Contains(register.Index))
        {
            return true;
        }

        Problem(Rules.UninitializedFloat, $"fr{register.Index} holds no float here", "fconv and fmove put one there; calls drop them");
        return false;
    }

    private void SetFloat(FloatRegister register)
    {
        if (register.Index >= RegisterLimit)
        {
            Problem(Rules.BadOperand, $"there is no float register {register.Index}");
            return;
        }

        State.Floats = State.Floats.With(register.Index);
    }
}
