using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <content>Selections, of which some have thousands of cases.</content>
internal sealed partial class FunctionVerifier
{
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
            // Cases that follow one another and lead to the same label are taken together.
            var target = (LabelOperand)cases[index + 1];
            var end = index + 2;
            while (end < cases.Length && ((LabelOperand)cases[end + 1]).Label == target.Label)
            {
                end += 2;
            }

            var group = cases.AsSpan()[index..end];
            var type = TypeOfCases(group, isArity);
            if (!known.IsDisjointFrom(type))
            {
                chosen.CopyFrom(State);
                if (LearnCases(chosen, source, group, type, isArity) && Branch(target, chosen, mayKeep: true))
                {
                    chosen = _module.States.Rent();
                }

                if (_state is not null && !CanIgnore(source, type) && !ExcludeCases(source, group, isArity))
                {
                    Stop();
                }
            }

            index = end;
        }

        _module.States.Return(chosen);
        if (_state is not null)
        {
            Jump(fail);
        }
    }

    // Nothing is learnt of other values when it is learnt what the source is.
    private bool IsAlone(ValueSource source) => !source.IsConstant && State.Value(source.Value).Definition is null;

    private bool LearnCases(MachineState chosen, ValueSource source, ReadOnlySpan<Operand> group, TermType type, bool isArity) =>
        group.Length == 2 && !isArity && !IsAlone(source) && _module.Operands.TryConstant(group[0], out var value)
            ? chosen.LearnEqual(source, value) : chosen.Narrow(source, type);

    // That a value is not some atom or integer says nothing when it may be any.
    private bool CanIgnore(ValueSource source, TermType cases)
    {
        if (!IsAlone(source))
        {
            return false;
        }

        var known = State.Value(source.Value).Type;
        return cases.Kinds == TermKinds.Integer ? known is { Minimum: null, Maximum: null } && (known.Kinds & TermKinds.Integer) != 0
            : cases.Kinds == TermKinds.Atom && !known.HasAtoms && (known.Kinds & TermKinds.Atom) != 0;
    }

    private TermType TypeOfCases(ReadOnlySpan<Operand> group, bool isArity)
    {
        if (TryBounds(group, out var minimum, out var maximum))
        {
            return TermType.IntegerRange(minimum, maximum);
        }

        var type = TypeOfCase(group[0], isArity);
        for (var index = 2; index < group.Length; index += 2)
        {
            type = type.Join(TypeOfCase(group[index], isArity));
        }

        return type;
    }

    private TermType TypeOfCase(Operand value, bool isArity) =>
        isArity ? TermType.TupleOf((int)((UnsignedOperand)value).Value)
        : _module.Operands.TryConstant(value, out var source) ? source.Constant!.Type : TermType.Any;

    // The least and the greatest of cases that are all integers of a word.
    private static bool TryBounds(ReadOnlySpan<Operand> group, out long minimum, out long maximum)
    {
        (minimum, maximum) = (long.MaxValue, long.MinValue);
        for (var index = 0; index < group.Length; index += 2)
        {
            if (!TryInteger(group[index], out var value))
            {
                return false;
            }

            (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
        }

        return true;
    }

    private static bool TryInteger(Operand operand, out long value)
    {
        value = 0;
        if (operand is not IntegerOperand { Value: var number } || number <= long.MinValue || number >= long.MaxValue)
        {
            return false;
        }

        value = (long)number;
        return true;
    }

    // One by one: what lies between several values is left.
    private bool ExcludeCases(ValueSource source, ReadOnlySpan<Operand> group, bool isArity)
    {
        for (var index = 0; index < group.Length; index += 2)
        {
            var isPossible = isArity ? State.Exclude(source, TypeOfCase(group[index], isArity))
                : IsInside(source, group[index]) || !_module.Operands.TryConstant(group[index], out var value) || State.LearnDifferent(source, value);
            if (!isPossible)
            {
                return false;
            }
        }

        return true;
    }

    // A range is no smaller without an integer that is not at an end of it.
    private bool IsInside(ValueSource source, Operand operand) =>
        IsAlone(source) && TryInteger(operand, out var value)
        && State.Value(source.Value).Type is var known && !(value <= known.Minimum) && !(value >= known.Maximum);
}
