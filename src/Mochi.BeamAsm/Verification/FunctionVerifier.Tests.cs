using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <content>Tests.</content>
internal sealed partial class FunctionVerifier
{
    private void ExecuteTest(Instruction instruction)
    {
        var operands = instruction.Operands;
        if (!TryLabel(operands[0], out var fail))
        {
            return;
        }

        switch (instruction.Opcode)
        {
            case Opcode.IsEqExact or Opcode.IsNeExact:
                if (TryUse(operands[1], out var left) && TryUse(operands[2], out var right))
                {
                    var isEqual = instruction.Opcode == Opcode.IsEqExact;
                    var failed = _module.States.Rent(State);
                    Split(
                        fail, failed,
                        isEqual ? failed.LearnDifferent(left, right) : failed.LearnEqual(left, right),
                        isEqual ? State.LearnEqual(left, right) : State.LearnDifferent(left, right));
                }

                break;
            case Opcode.IsLt or Opcode.IsGe:
                if (TryUse(operands[1], out left) && TryUse(operands[2], out right))
                {
                    var isLess = instruction.Opcode == Opcode.IsLt;
                    var failed = _module.States.Rent(State);
                    Split(
                        fail, failed,
                        Inference.LearnOrder(failed, left, right, isLess ? Operation.GreaterOrEqual : Operation.Less),
                        Inference.LearnOrder(State, left, right, isLess ? Operation.Less : Operation.GreaterOrEqual));
                }

                break;
            case Opcode.IsEq or Opcode.IsNe:
                if (TryUse(operands[1], out _) && TryUse(operands[2], out _))
                {
                    Branch(fail, State);
                }

                break;
            case Opcode.TestArity:
                if (TryNumber(operands[2], out var arity) && TryUseAs(operands[1], TermType.Tuple, out var tuple))
                {
                    TestType(fail, tuple, TermType.TupleOf(arity));
                }

                break;
            case Opcode.IsTaggedTuple:
                if (TryNumber(operands[2], out var size) && TryUse(operands[1], out var record) && operands[3] is AtomOperand tag)
                {
                    TestType(fail, record, _module.Operands.TypeOfRecord(size, tag));
                }

                break;
            case Opcode.IsFunction2:
                if (TryUse(operands[1], out var fun) && TryUse(operands[2], out var count))
                {
                    TestFun(fail, fun, count);
                }

                break;
            case Opcode.IsNil:
                if (TryUse(operands[1], out var list))
                {
                    var nil = ValueSource.Of(Constant.Nil);
                    var failed = _module.States.Rent(State);
                    Split(fail, failed, failed.LearnDifferent(list, nil), State.LearnEqual(list, nil));
                }

                break;
            default:
                if (TryUse(operands[1], out var value))
                {
                    if (TestedType(instruction.Opcode) is { } type)
                    {
                        TestType(fail, value, type);
                    }
                    else
                    {
                        Branch(fail, State);
                    }
                }

                break;
        }
    }

    private static TermType? TestedType(Opcode opcode) => opcode switch
    {
        Opcode.IsAtom => TermType.Atom,
        Opcode.IsBoolean => TermType.Boolean,
        Opcode.IsBinary => TermType.Binary,
        Opcode.IsBitstr => TermType.Bitstring,
        Opcode.IsFloat => TermType.Float,
        Opcode.IsFunction => TermType.Fun,
        Opcode.IsInteger => TermType.Integer,
        Opcode.IsList => TermType.List,
        Opcode.IsNonemptyList => TermType.NonEmptyList,
        Opcode.IsMap => TermType.Map,
        Opcode.IsNumber => TermType.Number,
        Opcode.IsPid => TermType.Pid,
        Opcode.IsPort => TermType.Port,
        Opcode.IsReference => TermType.Reference,
        Opcode.IsTuple => TermType.Tuple,
        Opcode.IsAnyNativeRecord => TermType.NativeRecord,
        _ => null,
    };

    private void TestType(LabelOperand fail, ValueSource value, TermType type)
    {
        var known = State.TypeOf(value);
        if (known.IsSubsetOf(type))
        {
            return;
        }

        if (IsClauseError(fail))
        {
            _function.AddException();
            if (!State.Narrow(value, type))
            {
                Stop();
            }

            return;
        }

        var failed = _module.States.Rent(State);
        Split(fail, failed, failed.Exclude(value, type), State.Narrow(value, type));
    }

    // Many tests lead to func_info, and it only raises: there is nothing to follow when it would find nothing wrong.
    private bool IsClauseError(LabelOperand label)
    {
        if (_findings is not null || !label.IsLabel || !_function.TryFindBlock(label.Label, out var block) || block != 0 || !_blocks[0].IsPlainError
            || State.FrameSize != MachineState.NoFrame || !State.Catches.IsEmpty || State.IsCatchUndecided || State.HasUnsafeSlots || State.MayHaveFragile)
        {
            return false;
        }

        for (var index = 0; index < _function.Code.Arity; index++)
        {
            if (State.Register(index) is not (>= 0 and var argument) || State.Value(argument).Type.MayBeAbstract)
            {
                return false;
            }
        }

        return true;
    }

    private void TestFun(LabelOperand fail, ValueSource fun, ValueSource arity)
    {
        if (arity.Constant?.Number is >= 0 and <= InstructionRules.MaximumArity and var number)
        {
            TestType(fail, fun, TermType.FunOf((int)number));
        }
        else
        {
            // With another arity it may still be a fun.
            var failed = _module.States.Rent(State);
            Split(fail, failed, true, State.Narrow(fun, TermType.Fun));
        }
    }

    /// <summary>Control goes to the label or on, and something is learnt on either way; a way that is impossible is not taken.</summary>
    private void Split(LabelOperand fail, MachineState failed, bool mayFail, bool mayPass)
    {
        if (mayFail)
        {
            Branch(fail, failed);
        }

        _module.States.Return(failed);

        if (!mayPass)
        {
            Stop();
        }
    }
}
