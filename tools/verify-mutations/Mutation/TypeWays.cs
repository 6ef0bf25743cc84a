using System.Collections.Immutable;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Types;

namespace Mochi.VerifyMutations.Mutation;

/// <summary>Ways that have to do with the types of values.</summary>
internal static class TypeWays
{
    private static readonly ImmutableArray<Opcode> Trusting =
    [
        Opcode.GetTupleElement, Opcode.GetHd, Opcode.GetTl, Opcode.GetList, Opcode.TestArity, Opcode.SelectTupleArity, Opcode.GetMapElements,
        Opcode.HasMapFields, Opcode.PutMapAssoc, Opcode.PutMapExact, Opcode.UpdateRecord, Opcode.GetRecordElements,
    ];

    private static readonly ImmutableArray<Opcode> Tests =
    [
        Opcode.IsTuple, Opcode.IsTaggedTuple, Opcode.TestArity, Opcode.IsNonemptyList, Opcode.IsList, Opcode.IsMap, Opcode.IsFunction, Opcode.IsFunction2,
        Opcode.IsInteger, Opcode.IsFloat, Opcode.IsNumber, Opcode.IsBinary, Opcode.IsBitstr, Opcode.IsAtom, Opcode.IsEqExact, Opcode.IsNil, Opcode.IsBoolean,
        Opcode.IsPid, Opcode.IsReference, Opcode.HasMapFields, Opcode.IsAnyNativeRecord, Opcode.IsNativeRecord,
    ];

    private static readonly ImmutableArray<Opcode> Kinds =
    [
        Opcode.IsTuple, Opcode.IsNonemptyList, Opcode.IsList, Opcode.IsMap, Opcode.IsFunction, Opcode.IsInteger, Opcode.IsFloat, Opcode.IsNumber,
        Opcode.IsBinary, Opcode.IsBitstr, Opcode.IsAtom, Opcode.IsNil, Opcode.IsBoolean, Opcode.IsPid,
    ];

    private static readonly ImmutableArray<BeamType> Types =
    [
        BeamType.Atom, BeamType.Integer, BeamType.Float, BeamType.Number, BeamType.Cons, BeamType.Nil, BeamType.List, BeamType.Tuple, BeamType.Map,
        BeamType.Fun, BeamType.Pid, BeamType.Binary, BeamType.AnyBitstring, BeamType.IntegerRange(0, 10), BeamType.IntegerRange(0, null),
    ];

    public static ImmutableArray<MutationWay> All { get; } =
    [
        new("tuple-position", "BV084", "an element of a tuple is read that may not be there", edit => edit.ChangeNumber(
            (instruction, slot) => instruction.Opcode is Opcode.GetTupleElement or Opcode.SetTupleElement && slot.Role == "index",
            index => index + 1 + edit.Random.Below(8))),
        new("trusted-source-other", "BV082 BV083", "something else is taken apart", edit => edit.Registers() is { Count: > 1 } registers && edit.Change(
            (instruction, slot, operand) => Trusting.Contains(instruction.Opcode) && slot.Role is "source" or "tuple" or "map" && FunctionEdit.RegisterOf(operand) is not null,
            operand => RegisterWays.With(operand, edit.Random.Of(registers)))),
        new("trusted-instruction-other", "BV082 BV083", "a value is taken apart as if it were of another kind", TakenApart),
        new("type-test-missing", "BV080 BV082 BV083", "a type test is missing", edit => edit.Remove(edit.Pick(Tests))),
        new("type-test-other", "BV080 BV082", "a type test asks for another type", OtherTest),
        new("tuple-test-size", "BV084", "a test asks for another size of a tuple", edit => edit.ChangeNumber(
            (instruction, slot) => instruction.Opcode is Opcode.TestArity or Opcode.IsTaggedTuple && slot.Role == "arity",
            arity => arity == 0 || edit.Random.Below(2) == 0 ? arity + 1 : edit.Random.Below(arity))),
        new("annotation-other", "BV080 BV081", "a register is said to be of the type that another is said to be of", OtherAnnotation),
        new("annotation-narrower", "BV080 BV081", "the type that a register is said to be of is narrower", edit => edit.Change(
            (_, _, operand) => operand is TypedRegister, operand => ((TypedRegister)operand) with { Type = Narrower(((TypedRegister)operand).Type, edit.Random) })),
        new("annotation-new", "BV080 BV081", "a register is said to be of some type", edit => edit.Change(
            (_, slot, operand) => RegisterWays.IsSource(slot) && operand is Register, operand => new TypedRegister((Register)operand, edit.Random.Of(Types)))),
        new("annotation-of-destination", "BV020", "a register that is written has a type", edit => edit.Change(
            (_, slot, operand) => slot.Kind == OperandSlotKind.Destination && operand is Register,
            operand => new TypedRegister((Register)operand, edit.Random.Of(Types)))),
    ];

    private static bool TakenApart(FunctionEdit edit)
    {
        var index = edit.Pick(Opcode.GetTupleElement, Opcode.GetHd, Opcode.GetTl, Opcode.GetList, Opcode.IsNonemptyList, Opcode.IsTuple);
        if (index < 0)
        {
            return false;
        }

        var instruction = edit.Code[index];
        var source = instruction.Operands[instruction.Opcode is Opcode.IsNonemptyList or Opcode.IsTuple ? 1 : 0];
        if (FunctionEdit.RegisterOf(source) is not { } register)
        {
            return false;
        }

        var destination = instruction.Operands[^1] as Register ?? XRegister.Of(edit.Random.Below(3));
        var other = edit.Random.Below(4) switch
        {
            0 => new Instruction(Opcode.GetHd, [register, destination]),
            1 => new Instruction(Opcode.GetTl, [register, destination]),
            2 => new Instruction(Opcode.GetTupleElement, [register, UnsignedOperand.Of(edit.Random.Below(4)), destination]),
            _ => new Instruction(Opcode.GetMapElements, [LabelOperand.Of(edit.Function.EntryLabel - 1), register, new ListOperand([new AtomOperand("a"), destination])]),
        };
        edit.Set(index, other);
        return !other.Equals(instruction);
    }

    private static bool OtherTest(FunctionEdit edit)
    {
        var index = edit.Pick(Kinds);
        if (index < 0)
        {
            return false;
        }

        var other = edit.Random.Of(Kinds);
        edit.Set(index, new Instruction(other, edit.Code[index].Operands));
        return true;
    }

    private static bool OtherAnnotation(FunctionEdit edit)
    {
        var types = edit.Places((_, _, operand) => operand is TypedRegister).Select(place => ((TypedRegister)edit[place]).Type).Concat(Types).Distinct().ToList();
        return edit.Change((_, _, operand) => operand is TypedRegister, operand => ((TypedRegister)operand) with { Type = edit.Random.Of(types) });
    }

    private static BeamType Narrower(BeamType type, MutationRandom random)
    {
        if ((type.Kinds & BeamTypeKinds.Integer) != 0 && random.Below(4) > 0)
        {
            return random.Below(3) switch
            {
                0 => type with { Maximum = Math.Max(type.Minimum ?? 0, type.Maximum is > 1 and < 1000 and var maximum ? maximum / 2 : 1) },
                1 => type with { Minimum = Math.Min(type.Maximum ?? 1, (type.Minimum ?? 0) + 1) },
                _ => BeamType.IntegerRange(type.Minimum, type.Minimum is { } minimum ? minimum + 1 : 1000),
            };
        }

        var kinds = Enum.GetValues<BeamTypeKinds>().Where(kind => ((int)kind & ((int)kind - 1)) == 0 && (type.Kinds & kind) != 0).ToList();
        return kinds.Count > 1 ? new BeamType(random.Of(kinds)) : random.Of(Types);
    }
}
