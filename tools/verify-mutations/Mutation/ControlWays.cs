using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.VerifyMutations.Mutation;

/// <summary>Ways that have to do with labels, branches and calls.</summary>
internal static class ControlWays
{
    private static readonly Dictionary<Opcode, Opcode> Opposites = new()
    {
        [Opcode.IsLt] = Opcode.IsGe,
        [Opcode.IsGe] = Opcode.IsLt,
        [Opcode.IsEq] = Opcode.IsNe,
        [Opcode.IsNe] = Opcode.IsEq,
        [Opcode.IsEqExact] = Opcode.IsNeExact,
        [Opcode.IsNeExact] = Opcode.IsEqExact,
    };

    public static ImmutableArray<MutationWay> All { get; } =
    [
        new("label-in-function", "BV005 BV030", "a branch leads to another label further down", LabelInFunction),
        new("label-in-other-function", "BV005", "a branch leads into another function", edit => ChangeLabel(
            edit, _ => edit.Module.Functions.Length > 1 ? LabelOf(edit.Random.Of(edit.Module.Functions), edit.Random) : 0)),
        new("label-undefined", "BV003", "a branch leads to a label that is not there", edit => ChangeLabel(edit, _ => 100_000)),
        new("label-required", "BV021", "a test has no label", edit => edit.Change(
            (_, slot, operand) => slot.Kind == OperandSlotKind.Label && operand is LabelOperand && slot.Role != "function", _ => LabelOperand.None)),
        new("label-not-allowed", "BV022", "an instruction that raises has a label, or the other way round", LabelOrNone),
        new("label-missing", "BV003", "a label is missing", edit => edit.Remove(edit.Pick(Opcode.Label))),
        new("label-twice", "BV004", "a label is there twice", LabelTwice),
        new("branches-swapped", "BV030 BV082", "a comparison is turned round, or two cases of a selection change places", SwapBranches),
        new("falls-off", "BV006", "the last instruction is missing", FallsOff),
        new("jump-missing", "BV006 BV030", "a jump is missing", edit => edit.Remove(edit.Pick(Opcode.Jump))),
        new("call-other-arity", "BV009", "a call says another arity", edit => edit.ChangeNumber(
            (instruction, slot) => IsLocalCall(instruction) && slot.Role == "arity", arity => arity == 0 || edit.Random.Below(2) == 0 ? arity + 1 : arity - 1)),
        new("call-into-function", "BV009", "a call leads to a label in the middle of a function", CallMiddle),
        new("call-other-function", "BV009 BV080", "a call leads to another function", CallOther),
        new("call-imported-arity", "BV020", "a call of an imported function says another arity", edit => edit.ChangeNumber(
            (instruction, slot) => instruction.Opcode is Opcode.CallExt or Opcode.CallExtLast or Opcode.CallExtOnly && slot.Role == "arity",
            arity => arity == 0 || edit.Random.Below(2) == 0 ? arity + 1 : arity - 1)),
        new("call-imported-other", "BV030 BV082", "another function is called", OtherImport),
        new("call-fun-arity", "BV030", "a fun is called with another number of arguments", edit => edit.ChangeNumber(
            (instruction, slot) => instruction.Opcode is Opcode.CallFun or Opcode.CallFun2 or Opcode.Apply or Opcode.ApplyLast && slot.Role == "arity",
            arity => arity == 0 || edit.Random.Below(2) == 0 ? arity + 1 : arity - 1)),
        new("call-fun-unsafe", "BV082 BV083", "call_fun2 trusts a fun that was not looked at", FunTag),
        new("header-arity", "BV001", "func_info says another arity", HeaderArity),
        new("header-missing", "BV001", "func_info is missing", edit => ChangeHeader(edit, null)),
        new("export-elsewhere", "BV007", "the export of the function leads elsewhere", ExportElsewhere),
        new("function-twice", "BV004 BV010", "the function is there twice", edit =>
        {
            edit.ModuleChange = module => module with
            {
                Functions = module.Functions.Add(module.Functions.First(function => function.EntryLabel == edit.Function.EntryLabel)),
            };
            return true;
        }),
    ];

    private static bool IsLocalCall(Instruction instruction) => instruction.Opcode is Opcode.Call or Opcode.CallLast or Opcode.CallOnly;

    private static bool ChangeLabel(FunctionEdit edit, Func<int, int> change)
    {
        var places = edit.Places((_, slot, operand) => operand is LabelOperand { IsLabel: true }
            && slot.Kind is OperandSlotKind.Label or OperandSlotKind.OptionalLabel or OperandSlotKind.MatchStart && slot.Role != "function");
        if (places.Count == 0)
        {
            return false;
        }

        var place = edit.Random.Of(places);
        return change(place.Instruction) is > 0 and var label && edit.Set(place, LabelOperand.Of(label));
    }

    // Leading back would give endless loops, which are no fault that a verifier looks for.
    private static bool LabelInFunction(FunctionEdit edit) => ChangeLabel(
        edit, at => edit.Labels(at) is { Count: > 0 } labels ? edit.Random.Of(labels) : 0);

    private static int LabelOf(CodeFunction function, MutationRandom random)
    {
        var labels = function.Instructions.Select(FunctionEdit.LabelOf).Where(label => label > 0).ToList();
        return random.Of(labels);
    }

    private static bool LabelOrNone(FunctionEdit edit)
    {
        var places = edit.Places((_, slot, operand) => slot.Kind == OperandSlotKind.OptionalLabel && operand is LabelOperand);
        if (places.Count == 0)
        {
            return false;
        }

        var place = edit.Random.Of(places);
        var labels = edit.Labels(place.Instruction);
        return edit[place] is LabelOperand { IsLabel: true } ? edit.Set(place, LabelOperand.None)
            : labels.Count > 0 && edit.Set(place, LabelOperand.Of(edit.Random.Of(labels)));
    }

    private static bool LabelTwice(FunctionEdit edit)
    {
        var labels = edit.Labels();
        if (labels.Count == 0)
        {
            return false;
        }

        edit.Insert(edit.PickIndex(_ => true), Instruction.Label(new LabelOperand(edit.Random.Of(labels))));
        return true;
    }

    private static bool SwapBranches(FunctionEdit edit)
    {
        var index = edit.Pick(instruction => Opposites.ContainsKey(instruction.Opcode)
            || (instruction.Opcode is Opcode.SelectVal or Opcode.SelectTupleArity && instruction.Operands[^1] is ListOperand { Items.Length: > 3 }));
        if (index < 0)
        {
            return false;
        }

        var instruction = edit.Code[index];
        if (Opposites.TryGetValue(instruction.Opcode, out var opposite))
        {
            edit.Set(index, new Instruction(opposite, instruction.Operands));
            return true;
        }

        var items = edit.Items(index).ToArray();
        var first = 1 + (2 * edit.Random.Below(items.Length / 2));
        var second = 1 + (2 * edit.Random.Below(items.Length / 2));
        (items[first], items[second]) = (items[second], items[first]);
        return edit.SetItems(index, items);
    }

    private static bool FallsOff(FunctionEdit edit)
    {
        if (edit.Random.Below(2) == 0)
        {
            return edit.Remove(edit.Code.Count > edit.BodyStart ? edit.Code.Count - 1 : -1);
        }

        return edit.Remove(edit.Pick(instruction => (OpcodeTable.TryGet(instruction.Opcode)!.Effects & OpcodeEffects.EndsBlock) != 0));
    }

    private static bool CallMiddle(FunctionEdit edit)
    {
        var index = edit.Pick(IsLocalCall);
        if (index < 0)
        {
            return false;
        }

        var target = edit.Random.Of(edit.Module.Functions);
        var label = LabelOf(target, edit.Random);
        return label != target.EntryLabel && edit.Set(new Place(index, 1), LabelOperand.Of(label));
    }

    private static bool CallOther(FunctionEdit edit)
    {
        var index = edit.Pick(IsLocalCall);
        if (index < 0)
        {
            return false;
        }

        // Mostly one of the same arity: what is wrong then is only what it takes for granted about its arguments.
        var arity = (int)((UnsignedOperand)edit.Code[index].Operands[0]).Value;
        var targets = edit.Module.Functions.Where(function => function.Arity == arity || edit.Random.Below(8) == 0).ToList();
        return targets.Count > 0 && edit.Set(new Place(index, 1), LabelOperand.Of(edit.Random.Of(targets).EntryLabel));
    }

    private static bool OtherImport(FunctionEdit edit)
    {
        var index = edit.Pick(Opcode.CallExt, Opcode.CallExtLast, Opcode.CallExtOnly);
        if (index < 0)
        {
            return false;
        }

        var old = (ImportOperand)edit.Code[index].Operands[1];
        ImportOperand[] others =
        [
            new("erlang", "self", 0), new("erlang", "make_ref", 0), new("erlang", "abs", 1), new("erlang", "length", 1), new("erlang", "tuple_to_list", 1),
            new("erlang", "list_to_tuple", 1), new("erlang", "atom_to_list", 1), new("lists", "reverse", 1), new("erlang", "error", 1), new("erlang", "throw", 1),
            new("erlang", "++", 2), new("erlang", "+", 2), new("lists", "member", 2), new("lists", "reverse", 2), new("erlang", "element", 2),
            new("erlang", "make_tuple", 2), new("maps", "get", 2), new("lists", "map", 2), new("erlang", "setelement", 3), new("maps", "put", 3),
            new("lists", "foldl", 3), new("erlang", "raise", 3), new("lists", "keyfind", 3), new("binary", "part", 3),
        ];
        var fitting = others.Where(other => other.Arity == old.Arity).ToList();
        return fitting.Count > 0 && edit.Set(new Place(index, 1), edit.Random.Of(fitting));
    }

    private static bool FunTag(FunctionEdit edit)
    {
        var index = edit.Pick(Opcode.CallFun, Opcode.CallFun2);
        if (index < 0)
        {
            return false;
        }

        var instruction = edit.Code[index];
        if (instruction.Opcode == Opcode.CallFun2)
        {
            var tag = instruction.Operands[0] is AtomOperand { Name: "unsafe" } ? "safe" : "unsafe";
            return edit.Set(new Place(index, 0), new AtomOperand(tag));
        }

        var arity = (UnsignedOperand)instruction.Operands[0];
        edit.Set(index, new Instruction(Opcode.CallFun2, [new AtomOperand(edit.Random.Below(2) == 0 ? "unsafe" : "safe"), arity, XRegister.Of((int)arity.Value)]));
        return true;
    }

    private static bool HeaderArity(FunctionEdit edit) => ChangeHeader(edit, instruction => Instruction.FuncInfo(
        ((AtomOperand)instruction.Operands[0]).Name, ((AtomOperand)instruction.Operands[1]).Name, edit.Function.Arity + 1));

    private static bool ChangeHeader(FunctionEdit edit, Func<Instruction, Instruction>? change)
    {
        for (var index = 0; index < edit.BodyStart; index++)
        {
            if (edit.Code[index].Opcode == Opcode.FuncInfo)
            {
                if (change is null)
                {
                    return edit.Remove(index);
                }

                edit.Set(index, change(edit.Code[index]));
                return true;
            }
        }

        return false;
    }

    private static bool ExportElsewhere(FunctionEdit edit)
    {
        var exports = edit.Module.Exports;
        for (var index = 0; index < exports.Length; index++)
        {
            if (exports[index].Label == edit.Function.EntryLabel)
            {
                var label = LabelOf(edit.Random.Of(edit.Module.Functions), edit.Random);
                var changed = exports.SetItem(index, exports[index] with { Label = label });
                edit.ModuleChange = module => module with { Exports = changed };
                return label != edit.Function.EntryLabel;
            }
        }

        return false;
    }
}
