using System.Collections.Immutable;
using Mochi.BeamFile.Instructions;

namespace Mochi.VerifyMutations.Mutation;

/// <summary>Ways that have to do with binaries.</summary>
internal static class BinaryWays
{
    private static readonly ImmutableArray<string> SegmentTypes =
        ["append", "private_append", "binary", "float", "integer", "string", "utf8", "utf16", "utf32", "bogus"];

    public static ImmutableArray<MutationWay> All { get; } =
    [
        new("ensure-missing", "BV072", "bs_match takes bits without looking whether they are there", EnsureMissing),
        new("ensure-less", "BV072", "bs_match makes sure of fewer bits", edit => ChangeCommand(
            edit, (command, argument) => command is "ensure_at_least" or "ensure_exactly" && argument == 0, bits => bits > 0 ? edit.Random.Below(bits) : 1)),
        new("ensure-other-unit", "BV072 BV080", "bs_match makes sure of another unit", edit => ChangeCommand(
            edit, (command, argument) => command == "ensure_at_least" && argument == 1, unit => unit == 8 ? 1 : 8)),
        new("match-more-bits", "BV072", "bs_match takes more bits", edit => ChangeCommand(
            edit,
            (command, argument) => (command is "integer" or "binary" && argument is 2 or 3) || (command == "skip" && argument == 0) || (command == "=:=" && argument == 1),
            bits => bits + 1 + edit.Random.Below(100))),
        new("match-command-cut", "BV073", "a command of bs_match is cut short, or is not one", CommandCut),
        new("match-start-other", "BV082", "bs_start_match4 takes for granted that there is a binary, or a context", MatchStart),
        new("match-start-missing", "BV082", "the start of a match is missing", edit => edit.Remove(edit.Pick(Opcode.BsStartMatch3, Opcode.BsStartMatch4))),
        new("context-as-term", "BV070", "a match context is used as a term", ContextAsTerm),
        new("context-twice", "BV071", "a call passes a match context twice", ContextTwice),
        new("context-other", "BV082", "a match goes on with something that is no match context", edit => edit.Registers() is { Count: > 1 } registers && edit.Change(
            (_, slot, operand) => slot is { Role: "context", Kind: OperandSlotKind.RegisterSource } && FunctionEdit.RegisterOf(operand) is not null,
            operand => RegisterWays.With(operand, edit.Random.Of(registers)))),
        new("position-as-term", "BV070", "a position in a binary is used as a term", PositionAsTerm),
        new("field-other-unit", "BV074", "a unit is no unit", edit => edit.ChangeNumber(
            (_, slot) => slot.Role == "unit", _ => edit.Random.Below(2) == 0 ? 0 : 257 + edit.Random.Below(1000))),
        new("segments-cut", "BV075", "the segments of bs_create_bin are cut short", edit =>
        {
            var index = edit.Pick(Opcode.BsCreateBin);
            return index >= 0 && edit.SetItems(index, edit.Items(index).Take(edit.Random.Below(edit.Items(index).Length)));
        }),
        new("segment-other-type", "BV075 BV082", "a segment is of another type", edit => edit.Change(
            (instruction, slot, _) => instruction.Opcode == Opcode.BsCreateBin && slot.Kind == OperandSlotKind.Atom, _ => new AtomOperand(edit.Random.Of(SegmentTypes)))),
        new("segment-other-size", "BV075", "a segment is of another size", edit => edit.Change(
            (instruction, slot, _) => instruction.Opcode == Opcode.BsCreateBin && slot.Role == "size",
            _ => edit.Random.Below(4) switch { 0 => new AtomOperand("all"), 1 => new AtomOperand("undefined"), 2 => new IntegerOperand(-1), _ => new IntegerOperand(edit.Random.Below(70)) })),
        new("segment-order", "BV075", "two segments change places", SegmentOrder),
    ];

    private static bool ChangeCommand(FunctionEdit edit, Func<string, int, bool> predicate, Func<int, int> change)
    {
        var places = MatchCommands.Places(edit, (command, argument, operand) => predicate(command, argument) && operand is UnsignedOperand { Value: < 100_000 });
        if (places.Count == 0)
        {
            return false;
        }

        var place = edit.Random.Of(places);
        return edit.Set(place, UnsignedOperand.Of(change((int)((UnsignedOperand)edit[place]).Value)));
    }

    private static bool EnsureMissing(FunctionEdit edit)
    {
        var index = edit.Pick(instruction => instruction is { Opcode: Opcode.BsMatch, Operands: [.., ListOperand { Items: [AtomOperand { Name: "ensure_at_least" or "ensure_exactly" }, ..] }] });
        if (index < 0)
        {
            return false;
        }

        var items = edit.Items(index);
        return edit.SetItems(index, items.Skip(1 + MatchCommands.ArgumentCount(((AtomOperand)items[0]).Name)));
    }

    private static bool CommandCut(FunctionEdit edit)
    {
        var index = edit.Pick(Opcode.BsMatch);
        if (index < 0)
        {
            return false;
        }

        var items = edit.Items(index);
        return edit.Random.Below(3) switch
        {
            0 => edit.SetItems(index, items.Take(edit.Random.Below(items.Length))),
            1 => edit.SetItems(index, items.RemoveAt(edit.Random.Below(items.Length))),
            _ => edit.SetItems(index, items.SetItem(0, new AtomOperand(edit.Random.Below(2) == 0 ? "bogus" : "skip"))),
        };
    }

    private static bool MatchStart(FunctionEdit edit)
    {
        var index = edit.Pick(Opcode.BsStartMatch3, Opcode.BsStartMatch4);
        if (index < 0)
        {
            return false;
        }

        var instruction = edit.Code[index];
        if (instruction.Opcode == Opcode.BsStartMatch4)
        {
            var name = (instruction.Operands[0] as AtomOperand)?.Name == "resume" ? "no_fail" : edit.Random.Below(2) == 0 ? "resume" : "no_fail";
            return edit.Set(new Place(index, 0), new AtomOperand(name));
        }

        var operands = instruction.Operands;
        edit.Set(index, new Instruction(
            Opcode.BsStartMatch4, [new AtomOperand(edit.Random.Below(2) == 0 ? "resume" : "no_fail"), operands[2], operands[1], operands[3]]));
        return true;
    }

    private static List<Register> Contexts(FunctionEdit edit) =>
    [
        .. edit.Code.Where(instruction => instruction.Opcode is Opcode.BsStartMatch3 or Opcode.BsStartMatch4)
            .Select(instruction => FunctionEdit.RegisterOf(instruction.Operands[^1])).OfType<Register>(),
    ];

    private static bool ContextAsTerm(FunctionEdit edit)
    {
        var contexts = Contexts(edit);
        if (contexts.Count == 0)
        {
            return false;
        }

        var context = edit.Random.Of(contexts);
        return edit.Change((_, slot, operand) => RegisterWays.IsSource(slot) && slot.Role != "context", _ => context);
    }

    private static bool ContextTwice(FunctionEdit edit)
    {
        var contexts = Contexts(edit);
        var index = edit.Pick(instruction => instruction is
        { Opcode: Opcode.Call or Opcode.CallLast or Opcode.CallOnly, Operands: [UnsignedOperand { Value: > 1 }, ..] });
        if (contexts.Count == 0 || index < 0)
        {
            return false;
        }

        var arity = (int)((UnsignedOperand)edit.Code[index].Operands[0]).Value;
        edit.Insert(index, Instruction.Move((ISourceOperand)edit.Random.Of(contexts), XRegister.Of(edit.Random.Below(arity))));
        return true;
    }

    private static bool PositionAsTerm(FunctionEdit edit)
    {
        var positions = edit.Code.Where(instruction => instruction.Opcode == Opcode.BsGetPosition)
            .Select(instruction => FunctionEdit.RegisterOf(instruction.Operands[1])).OfType<Register>().ToList();
        if (positions.Count == 0)
        {
            return false;
        }

        var position = edit.Random.Of(positions);
        return edit.Change((instruction, slot, _) => RegisterWays.IsSource(slot) && instruction.Opcode != Opcode.BsSetPosition, _ => position);
    }

    private static bool SegmentOrder(FunctionEdit edit)
    {
        var index = edit.Pick(instruction => instruction.Opcode == Opcode.BsCreateBin && ((ListOperand)instruction.Operands[^1]).Items.Length >= 12);
        if (index < 0)
        {
            return false;
        }

        var segments = edit.Items(index).Chunk(6).ToArray();
        var other = 1 + edit.Random.Below(segments.Length - 1);
        (segments[0], segments[other]) = (segments[other], segments[0]);
        return edit.SetItems(index, segments.SelectMany(segment => segment));
    }
}
