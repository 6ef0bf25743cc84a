using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <content>Tests and selections.</content>
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
                    TestType(fail, record, TermType.TupleOf(size).WithTupleElement(1, TermType.AtomOf(tag.Name)));
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

        var failed = _module.States.Rent(State);
        Split(fail, failed, failed.Exclude(value, type), State.Narrow(value, type));
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

    private void ExecuteSelect(Instruction instruction)
    {
        var operands = instruction.Operands;
        var isArity = instruction.Opcode == Opcode.SelectTupleArity;
        var cases = ((ListOperand)operands[2]).Items;
        if (!(isArity ? TryUseAs(operands[0], TermType.Tuple, out var source) : TryUse(operands[0], out source))
            || !TryLabel(operands[1], out var fail))
        {
            return;
        }

        var known = State.TypeOf(source);
        var chosen = _module.States.Rent();
        for (var index = 0; index < cases.Length && _state is not null;)
        {
            if (!TryLabel(cases[index + 1], out var target))
            {
                break;
            }

            // Cases that follow one another and lead to the same label are taken together.
            var end = index + 2;
            var type = CaseType(cases[index], isArity);
            while (end < cases.Length && cases[end + 1] is LabelOperand next && next.Label == target.Label)
            {
                type = type.Join(CaseType(cases[end], isArity));
                end += 2;
            }

            var isSingle = end == index + 2 && !isArity;
            if (!known.IsDisjointFrom(type))
            {
                chosen.CopyFrom(State);
                if (isSingle && _module.Operands.TryConstant(cases[index], out var value)
                    ? chosen.LearnEqual(source, value) : chosen.Narrow(source, type))
                {
                    Branch(target, chosen);
                }

                if (_state is not null && !CanIgnore(source, type) && !ExcludeCases(source, cases.AsSpan()[index..end], isArity))
                {
                    Stop();
                }
            }

            index = end;
        }

        _module.States.Return(chosen);
        if (_state is not null)
        {
            Branch(fail, State);
            Stop();
        }
    }

    // That a value is not some atom or integer says nothing when it may be any.
    private bool CanIgnore(ValueSource source, TermType cases)
    {
        if (source.IsConstant || State.Value(source.Value) is not { Definition: null, Type: var known })
        {
            return false;
        }

        return cases.Kinds == TermKinds.Integer ? known is { Minimum: null, Maximum: null } && (known.Kinds & TermKinds.Integer) != 0
            : cases.Kinds == TermKinds.Atom && !known.HasAtoms && (known.Kinds & TermKinds.Atom) != 0;
    }

    private TermType CaseType(Operand value, bool isArity) =>
        isArity ? TermType.TupleOf((int)((UnsignedOperand)value).Value)
        : _module.Operands.TryConstant(value, out var source) ? source.Constant!.Type : TermType.Any;

    // One by one: what lies between several values is left.
    private bool ExcludeCases(ValueSource source, ReadOnlySpan<Operand> cases, bool isArity)
    {
        for (var index = 0; index < cases.Length; index += 2)
        {
            var isPossible = isArity
                ? State.Exclude(source, CaseType(cases[index], isArity))
                : !_module.Operands.TryConstant(cases[index], out var value) || State.LearnDifferent(source, value);
            if (!isPossible)
            {
                return false;
            }
        }

        return true;
    }
}
