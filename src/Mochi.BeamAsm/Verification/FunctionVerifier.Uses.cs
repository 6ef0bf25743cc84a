using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <content>What the machine trusts without looking: annotations, and operands of instructions that do not check them.</content>
internal sealed partial class FunctionVerifier
{
    private bool CheckAnnotation(TypedRegister operand, int value)
    {
        var claimed = _module.Operands.TypeOf(operand.Type);
        var known = State.TypeOf(value);
        var outcome = Compare(known, claimed);
        ref var counts = ref _blocks[_block].Annotations;
        counts = counts.With(outcome);
        if (outcome == UseOutcome.Contradicted)
        {
            Problem(
                Rules.FalseAnnotation, $"{Name(operand)} is said to be {claimed} and is {known}",
                "the machine believes annotations; leave it out");
            return false;
        }

        if (outcome == UseOutcome.NotProven)
        {
            _blocks[_block].HasFindings = true;
            _findings?.AddUnproven(Rules.UnprovenAnnotation, _function, _index, $"{Name(operand)} is said to be {claimed}; known is {known}", _state);
        }

        return true;
    }

    /// <summary>Requires that an operand is of the type that the instruction takes for granted.</summary>
    private bool Require(Operand operand, ValueSource source, TermType needed)
    {
        var known = State.TypeOf(source);
        var outcome = Compare(known, needed);
        CountOperand(outcome);
        if (outcome == UseOutcome.Contradicted)
        {
            return Problem(
                Rules.WrongOperandType, $"{InstructionName} takes {needed}; {Name(operand)} is {known}",
                "a test before it would send other values elsewhere");
        }

        if (outcome == UseOutcome.NotProven)
        {
            Unproven(source, $"{InstructionName} takes {needed}; known of {Name(operand)} is {known}");
            return Narrow(source, needed);
        }

        return true;
    }

    /// <summary>
    /// An operand is not known to be what the instruction takes it for. Control goes on as if it were: when calls are followed one by one it may
    /// turn out to be, and what is known of the rest must not depend on that.
    /// </summary>
    private void Unproven(ValueSource source, string message)
    {
        _blocks[_block].HasFindings = true;
        _blocks[_block].MayBeProven |= !source.IsConstant && State.Value(source.Value).IsHearsay;
        _findings?.Add(
            Rules.UnprovenOperand, _function, _index, message, "a test before it would tell, and send other values elsewhere", _state);
    }

    /// <summary>Control goes on only if the value is of the type.</summary>
    private bool Narrow(ValueSource value, TermType type)
    {
        if (!State.Narrow(value, type))
        {
            Stop();
        }

        return _state is not null;
    }

    private void CountOperand(UseOutcome outcome)
    {
        ref var counts = ref _blocks[_block].Operands;
        counts = counts.With(outcome);
    }

    private static UseOutcome Compare(TermType known, TermType needed) =>
        known.IsSubsetOf(needed) ? UseOutcome.Proven
        : known.IsDisjointFrom(needed) ? UseOutcome.Contradicted : UseOutcome.NotProven;

    private bool TryUseAs(Operand operand, TermType needed, out ValueSource source) =>
        TryUseAny(operand, out source) && Require(operand, source, needed);
}
