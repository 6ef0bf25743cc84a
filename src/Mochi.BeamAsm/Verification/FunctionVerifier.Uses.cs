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
        if (outcome == UseOutcome.Contradicted || (outcome == UseOutcome.NotProven && !source.IsConstant && !State.Value(source.Value).IsHearsay))
        {
            // Of what comes from outside nobody can know more than the tests in the code tell.
            Problem(
                Rules.WrongOperandType, $"{InstructionName} takes {needed}; {Name(operand)} is {known}",
                "a test before it would send other values elsewhere");
            return false;
        }

        if (outcome == UseOutcome.NotProven)
        {
            _blocks[_block].HasFindings = true;
            _findings?.AddUnproven(
                Rules.UnprovenOperand, _function, _index,
                $"{InstructionName} takes {needed}; known of {Name(operand)} is {known}", _state);

            // It has been said; what follows rests on it.
            return State.Narrow(source, needed) || StopHere();
        }

        return true;
    }

    private void CountOperand(UseOutcome outcome)
    {
        ref var counts = ref _blocks[_block].Operands;
        counts = counts.With(outcome);
    }

    private bool StopHere()
    {
        Stop();
        return false;
    }

    private static UseOutcome Compare(TermType known, TermType needed) =>
        known.IsSubsetOf(needed) ? UseOutcome.Proven
        : known.IsDisjointFrom(needed) ? UseOutcome.Contradicted : UseOutcome.NotProven;

    private bool TryUseAs(Operand operand, TermType needed, out ValueSource source) =>
        TryUseAny(operand, out source) && Require(operand, source, needed);
}
