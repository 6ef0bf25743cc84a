using System.Collections.Immutable;
using System.Numerics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.VerifyMutations.Mutation;

/// <summary>Ways that have nothing special in mind.</summary>
internal static class GeneralWays
{
    private static readonly ImmutableArray<Term> Constants =
    [
        Term.Atom("a"), Term.Nil, Term.Integer(0), Term.Integer(-1), Term.Integer(1L << 60), Term.Integer(BigInteger.One << 200), Term.Float(1.5), Term.List(Term.Integer(1), Term.Atom("b")),
        Term.Tuple(), Term.Tuple(Term.Atom("a"), Term.Integer(1)), Term.String("text"), Term.Map((Term.Atom("a"), Term.Integer(1))),
        new ExternalFunTerm("erlang", "abs", 1),
    ];

    public static ImmutableArray<MutationWay> All { get; } =
    [
        new("instruction-missing", "any", "an instruction is missing", edit => edit.Remove(edit.Pick(instruction => instruction.Opcode != Opcode.Line))),
        new("instruction-twice", "any", "an instruction is there twice", edit =>
        {
            var index = edit.Pick(instruction => instruction.Opcode is not (Opcode.Line or Opcode.Label));
            if (index >= 0)
            {
                edit.Insert(index, edit.Code[index]);
            }

            return index >= 0;
        }),
        new("neighbours-swapped", "any", "two neighbours change places", edit => edit.PickIndex(at => at + 1 < edit.Code.Count) is >= 0 and var first
            && Swap(edit, first, first + 1)),
        new("instruction-moved", "any", "an instruction stands elsewhere", edit =>
        {
            var from = edit.Pick(instruction => instruction.Opcode is not (Opcode.Line or Opcode.Label));
            if (from < 0)
            {
                return false;
            }

            var instruction = edit.Code[from];
            edit.Remove(from);
            var to = edit.PickIndex(at => Math.Abs(at - from) < 12);
            edit.Insert(Math.Max(to, edit.BodyStart), instruction);
            return to >= 0 && to != from;
        }),
        new("constant-other", "BV080 BV082", "a constant is another", edit => edit.Change(
            (_, slot, operand) => RegisterWays.IsSource(slot) && operand is LiteralOperand or AtomOperand or IntegerOperand or NilOperand,
            _ => (Operand)Operand.Constant(edit.Random.Of(Constants)))),
        new("register-becomes-constant", "BV020 BV082", "a constant is in place of a register that is read", edit => edit.Change(
            (_, slot, operand) => RegisterWays.IsSource(slot) && FunctionEdit.RegisterOf(operand) is not null,
            _ => (Operand)Operand.Constant(edit.Random.Of(Constants)))),
        new("number-other", "any", "a number is another", edit => edit.ChangeNumber(
            (instruction, slot) => slot.Kind == OperandSlotKind.Unsigned && instruction.Opcode != Opcode.Label,
            number => edit.Random.Below(3) switch { 0 => number + 1, 1 => Math.Max(0, number - 1), _ => edit.Random.Below(300) })),
        new("operand-of-other-kind", "BV020", "an operand is of a kind that the instruction does not take", OtherKind),
        new("instruction-other", "any", "another instruction has the operands", OtherInstruction),
    ];

    private static bool Swap(FunctionEdit edit, int first, int second)
    {
        var (one, other) = (edit.Code[first], edit.Code[second]);
        edit.Set(first, other);
        edit.Set(second, one);
        return one.Opcode != Opcode.Line && other.Opcode != Opcode.Line && !one.Equals(other);
    }

    private static bool OtherKind(FunctionEdit edit) => edit.Change(
        (_, slot, operand) => slot.Kind is not (OperandSlotKind.Location or OperandSlotKind.Import or OperandSlotKind.Lambda or OperandSlotKind.HeapNeed
            or OperandSlotKind.String or OperandSlotKind.DefinedLabel or OperandSlotKind.Unsigned or OperandSlotKind.MatchCommands)
            && operand is not (ListOperand or StringOperand or LambdaOperand),
        _ => edit.Random.Below(7) switch
        {
            0 => new AtomOperand("a"),
            1 => new IntegerOperand(3),
            2 => NilOperand.Instance,
            3 => XRegister.Of(0),
            4 => new YRegister(0),
            5 => new FloatRegister(0),
            _ => new LiteralOperand(Term.Tuple(Term.Integer(1))),
        });

    private static bool OtherInstruction(FunctionEdit edit)
    {
        var index = edit.Pick(instruction => instruction.Opcode is not (Opcode.Line or Opcode.Label) && instruction.Operands.Length > 0);
        if (index < 0)
        {
            return false;
        }

        var instruction = edit.Code[index];
        var slots = OpcodeTable.TryGet(instruction.Opcode)!.Operands;
        var others = OpcodeTable.All.Where(other => other.LastOtp is null && other.Opcode != instruction.Opcode && other.Opcode is not (Opcode.Label or Opcode.DebugLine)
            && other.Operands.Length == slots.Length && other.Operands.Select(slot => slot.Kind).SequenceEqual(slots.Select(slot => slot.Kind))).ToList();
        if (others.Count == 0)
        {
            return false;
        }

        edit.Set(index, new Instruction(edit.Random.Of(others).Opcode, instruction.Operands));
        return true;
    }
}
