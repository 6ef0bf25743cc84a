using System.Collections.Immutable;
using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Instructions;

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
                Define(operands[2], TermType.Cons(State.TypeOf(head), State.TypeOf(tail)), null, State.TraitsOf(head) | State.TraitsOf(tail));
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
                if (Extract(operands[1], first, null, list))
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

        var types = _module.Types(elements.Items.Length);
        var traits = ValueTraits.None;
        for (var index = 0; index < elements.Items.Length; index++)
        {
            if (!TryUse(elements.Items[index], out var element))
            {
                return;
            }

            traits |= State.TraitsOf(element);
            types[index] = State.TypeOf(element);
        }

        Define(destination, TermType.TupleOfElements(types), null, traits);
    }

    private void UpdateRecord(ImmutableArray<Operand> operands)
    {
        var updates = ((ListOperand)operands[4]).Items;
        if (!TryNumber(operands[1], out var size) || !TryUseAs(operands[2], TermType.TupleOf(size), out var source)
            || !RequireDurable(operands[2], source) || !UseHeap(size + 1))
        {
            return;
        }

        var type = State.TypeOf(source);
        var traits = State.TraitsOf(source);
        for (var index = 0; index < updates.Length; index += 2)
        {
            if (!TryNumber(updates[index], out var position) || !TryUseDurable(updates[index + 1], out var value))
            {
                return;
            }

            type = type.ReplaceTupleElement(position, State.TypeOf(value));
            traits |= State.TraitsOf(value);
        }

        Define(operands[3], type, null, traits);
    }

    private void SetTupleElement(ImmutableArray<Operand> operands)
    {
        if (TryNumber(operands[2], out var index) && TryUseDurable(operands[0], out var value)
            && TryUseAs(operands[1], TermType.TupleAtLeast(index + 1), out var tuple))
        {
            if (tuple.IsConstant || tuple.Value != State.FreshTuple)
            {
                Problem(
                    Rules.SharedTuple, $"{Name(operands[1])} is not the tuple that setelement/3 has just made",
                    "update_record makes a changed copy of any tuple");
                return;
            }

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
                    && UseKeys(((ListOperand)operands[2]).Items, 1))
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
        if (!TryLabel(operands[0], out var fail) || !TryUseAs(operands[1], TermType.Map, out var map) || !UseKeys(pairs, 2))
        {
            return;
        }

        // Some values may have been written when a key is missing.
        var failed = _module.States.Rent(State);
        (_state, var current) = (failed, _state!);
        for (var index = 1; index < pairs.Length && _state is not null; index += 2)
        {
            if (HoldsValue(pairs[index]))
            {
                Define(pairs[index], TermType.Any, null, current.TraitsOf(map));
            }
        }

        if (_state is null)
        {
            _module.States.Return(failed);
            return;
        }

        _state = current;
        BranchFor(fail, failed);
        if (_state is null)
        {
            return;
        }

        var type = State.TypeOf(map);
        var traits = State.TraitsOf(map);
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
            if (!Define(pairs[index], type.MapValue, null, traits))
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

    private bool UseKeys(ImmutableArray<Operand> items, int step)
    {
        for (var index = 0; index < items.Length; index += step)
        {
            if (!TryUse(items[index], out _))
            {
                return false;
            }
        }

        return true;
    }

    private void PutMap(bool isExact, ImmutableArray<Operand> operands)
    {
        var fail = (LabelOperand)operands[0];
        var pairs = ((ListOperand)operands[4]).Items;
        if (!TryUseAs(operands[1], TermType.Map, out var map) || !RequireDurable(operands[1], map)
            || !RequireLive(operands[3], out var live))
        {
            return;
        }

        var type = State.TypeOf(map);
        var traits = State.TraitsOf(map);
        for (var index = 0; index < pairs.Length; index += 2)
        {
            if (!TryUseDurable(pairs[index], out var key) || !TryUseDurable(pairs[index + 1], out var value))
            {
                return;
            }

            type = type.WithMapEntry(State.TypeOf(key), State.TypeOf(value));
            traits |= State.TraitsOf(key) | State.TraitsOf(value);
        }

        State.ReserveHeap(0);
        if (isExact)
        {
            BranchAway(fail);
        }

        if (_state is not null)
        {
            State.KillRegistersFrom(live);
            if (UseKeys(pairs, 2))
            {
                Define(operands[2], type, null, traits);
            }
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
        State.Floats = State.Floats.With(register.Index);
    }
}
