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
        var items = ((ListOperand)operands[2]).Items;
        if (!(isArity ? TryUseAs(operands[0], TermType.Tuple, out var source) : TryUse(operands[0], out source))
            || !TryLabel(operands[1], out var fail))
        {
            return;
        }

        var known = State.TypeOf(source);
        var chosen = _module.States.Rent();
        foreach (ref readonly var cases in _module.Operands.Cases((ListOperand)operands[2], isArity))
        {
            var (start, end, target, type) = cases;
            var group = items.AsSpan()[start..end];
            if (!known.IsDisjointFrom(type))
            {
                chosen.CopyFrom(State);
                if (LearnCases(chosen, source, group, type, isArity))
                {
                    Branch(target, chosen);
                }

                if (_state is not null && !CanIgnore(source, type) && !ExcludeCases(source, group, isArity))
                {
                    Stop();
                }
            }

            if (_state is null)
            {
                break;
            }
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

    // One by one: what lies between several values is left.
    private bool ExcludeCases(ValueSource source, ReadOnlySpan<Operand> group, bool isArity)
    {
        for (var index = 0; index < group.Length; index += 2)
        {
            var isPossible = isArity ? State.Exclude(source, CaseGroup.TypeOf(group[index], isArity, _module.Operands))
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
        IsAlone(source) && CaseGroup.TryInteger(operand, out var value)
        && State.Value(source.Value).Type is var known && !(value <= known.Minimum) && !(value >= known.Maximum);
}
