using System.Collections.Immutable;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.VerifyMutations.Mutation;

/// <summary>Ways that have to do with maps, selections, records, funs, floats and built-in functions.</summary>
internal static class DataWays
{
    private static readonly ImmutableArray<Opcode> OfMaps = [Opcode.PutMapAssoc, Opcode.PutMapExact, Opcode.GetMapElements, Opcode.HasMapFields];

    public static ImmutableArray<MutationWay> All { get; } =
    [
        new("keys-twice", "BV025", "a key is there twice", KeysTwice),
        new("key-in-register", "BV025", "one of several keys is in a register", KeyInRegister),
        new("list-incomplete", "BV023", "a list of operands is empty, or its last item is missing", ListIncomplete),
        new("cases-of-two-kinds", "BV024", "a selection has cases of two kinds", CasesMixed),
        new("cases-other-order", "BV024", "the cases of a selection are in another order, or there twice", CasesOrder),
        new("case-not-constant", "BV020 BV024", "a case of a selection is no constant", edit => edit.Change(
            (instruction, slot, _) => instruction.Opcode == Opcode.SelectVal && slot.Role == "value",
            _ => edit.Random.Below(2) == 0 ? XRegister.Of(0) : new LiteralOperand(Term.Float(1.5)))),
        new("update-position", "BV084", "update_record changes an element that is not there", edit => edit.ChangeNumber(
            (instruction, slot) => instruction.Opcode == Opcode.UpdateRecord && slot.Role == "index", index => edit.Random.Below(2) == 0 ? 0 : index + 1 + edit.Random.Below(5))),
        new("update-size", "BV082 BV084", "update_record says another size", edit => edit.ChangeNumber(
            (instruction, slot) => instruction.Opcode == Opcode.UpdateRecord && slot.Role == "size", size => edit.Random.Below(2) == 0 ? size + 1 : Math.Max(0, size - 1))),
        new("update-order", "BV023", "the positions of update_record are not in order, or twice", UpdateOrder),
        new("update-in-place", "BV020 BV082", "update_record may change the tuple itself", edit => edit.Change(
            (instruction, slot, _) => instruction.Opcode == Opcode.UpdateRecord && slot.Role == "hint",
            operand => new AtomOperand(edit.Random.Below(3) switch { 0 => "reuse", 1 => "inplace", _ => "copy" }))),
        new("native-record-field", "BV023 BV025 BV028", "a native record gets another field, or one twice", RecordField),
        new("fun-captures", "BV008", "make_fun3 captures another number of values", FunCaptures),
        new("fun-free-count", "BV008", "the lambda table says another number of captured values", edit => edit.Change(
            (_, _, operand) => operand is LambdaOperand,
            operand => ((LambdaOperand)operand) with { FreeCount = Math.Max(0, ((LambdaOperand)operand).FreeCount + (edit.Random.Below(2) == 0 ? 1 : -1)) })),
        new("fun-arity", "BV008", "the lambda table says another arity", edit => edit.Change(
            (_, _, operand) => operand is LambdaOperand,
            operand => ((LambdaOperand)operand) with { Arity = Math.Max(0, ((LambdaOperand)operand).Arity + (edit.Random.Below(2) == 0 ? 1 : -1)) })),
        new("fun-of-other-function", "BV008", "a fun is made of another function", edit => edit.Change(
            (_, _, operand) => operand is LambdaOperand,
            operand => ((LambdaOperand)operand) with { Label = edit.Random.Of(edit.Module.Functions).EntryLabel })),
        new("float-not-converted", "BV032", "fconv or fmove is missing", edit => edit.Remove(edit.Pick(Opcode.Fconv, Opcode.Fmove))),
        new("float-moved-only", "BV082", "fmove takes the place of fconv", FmoveForFconv),
        new("float-register-other", "BV032", "another float register is named", edit => edit.Change(
            (_, _, operand) => operand is FloatRegister, operand => new FloatRegister(((FloatRegister)operand).Index + 1 + edit.Random.Below(2)))),
        new("bif-not-a-guard", "BV027", "an instruction for guards calls something else", BifOther),
        new("bif-other", "BV080 BV082", "another built-in function is called", BifOfSameArity),
        new("bif-without-gc", "BV027", "a BIF that needs heap is called without, or the other way round", BifKind),
    ];

    private static bool KeysTwice(FunctionEdit edit)
    {
        var index = edit.Pick(instruction => OfMaps.Contains(instruction.Opcode) && Group(instruction) is var size && Keys(instruction).Length > size);
        if (index < 0)
        {
            return false;
        }

        var group = Group(edit.Code[index]);
        var items = edit.Items(index);
        var first = group * edit.Random.Below(items.Length / group);
        var second = group * edit.Random.Below(items.Length / group);
        return edit.SetItems(index, items.SetItem(first, items[second]));
    }

    private static int Group(Instruction instruction) => instruction.Opcode == Opcode.HasMapFields ? 1 : 2;

    private static ImmutableArray<Operand> Keys(Instruction instruction) => ((ListOperand)instruction.Operands[^1]).Items;

    private static bool KeyInRegister(FunctionEdit edit)
    {
        var index = edit.Pick(instruction => OfMaps.Contains(instruction.Opcode) && Keys(instruction).Length > Group(instruction));
        if (index < 0)
        {
            return false;
        }

        var group = Group(edit.Code[index]);
        return edit.Set(new Place(index, edit.Code[index].Operands.Length - 1, group * edit.Random.Below(edit.Items(index).Length / group)), XRegister.Of(0));
    }

    private static bool ListIncomplete(FunctionEdit edit)
    {
        var index = edit.Pick(instruction => instruction.Opcode != Opcode.BsMatch && instruction.Operands is [.., ListOperand { Items.Length: > 0 }]);
        return index >= 0 && edit.SetItems(index, edit.Random.Below(2) == 0 ? [] : edit.Items(index).RemoveAt(edit.Items(index).Length - 1));
    }

    private static bool CasesMixed(FunctionEdit edit)
    {
        var index = edit.Pick(instruction => instruction is { Opcode: Opcode.SelectVal, Operands: [.., ListOperand { Items.Length: > 2 }] });
        if (index < 0)
        {
            return false;
        }

        var items = edit.Items(index);
        var at = 2 * edit.Random.Below(items.Length / 2);
        return edit.SetItems(index, items.SetItem(at, items[at] is AtomOperand ? new IntegerOperand(7) : edit.Random.Below(3) == 0 ? NilOperand.Instance : new AtomOperand("a")));
    }

    private static bool CasesOrder(FunctionEdit edit)
    {
        var index = edit.Pick(instruction => instruction.Opcode is Opcode.SelectVal or Opcode.SelectTupleArity && instruction.Operands is [.., ListOperand { Items.Length: > 3 }]);
        if (index < 0)
        {
            return false;
        }

        var items = edit.Items(index).ToArray();
        var first = 2 * edit.Random.Below(items.Length / 2);
        var second = 2 * edit.Random.Below(items.Length / 2);
        if (edit.Random.Below(2) == 0)
        {
            items[first] = items[second];
        }
        else
        {
            (items[first], items[second], items[first + 1], items[second + 1]) = (items[second], items[first], items[second + 1], items[first + 1]);
        }

        return edit.SetItems(index, items);
    }

    private static bool UpdateOrder(FunctionEdit edit)
    {
        var index = edit.Pick(instruction => instruction is { Opcode: Opcode.UpdateRecord, Operands: [.., ListOperand { Items.Length: > 3 }] });
        if (index < 0)
        {
            return false;
        }

        var items = edit.Items(index).ToArray();
        if (edit.Random.Below(2) == 0)
        {
            items[2] = items[0];
        }
        else
        {
            (items[0], items[1], items[2], items[3]) = (items[2], items[3], items[0], items[1]);
        }

        return edit.SetItems(index, items);
    }

    private static bool RecordField(FunctionEdit edit)
    {
        var places = edit.Places((instruction, slot, _) => instruction.Opcode is Opcode.PutRecord or Opcode.GetRecordElements or Opcode.GetRecordField && slot.Role is "field" or "name");
        if (places.Count == 0)
        {
            return false;
        }

        var place = edit.Random.Of(places);
        return edit.Set(place, edit.Random.Below(2) == 0 ? new AtomOperand("no_such_field") : edit[edit.Random.Of(places)]);
    }

    private static bool FunCaptures(FunctionEdit edit)
    {
        var index = edit.Pick(Opcode.MakeFun3);
        if (index < 0)
        {
            return false;
        }

        var items = edit.Items(index);
        return edit.SetItems(index, items.Length == 0 || edit.Random.Below(2) == 0 ? items.Add(new AtomOperand("more")) : items.RemoveAt(0));
    }

    private static bool FmoveForFconv(FunctionEdit edit)
    {
        var index = edit.Pick(Opcode.Fconv);
        if (index < 0 || edit.Code[index].Operands[0] is not IFloatSource)
        {
            return false;
        }

        edit.Set(index, new Instruction(Opcode.Fmove, edit.Code[index].Operands));
        return true;
    }

    private static bool BifOther(FunctionEdit edit)
    {
        var index = edit.Pick(instruction => FunctionEdit.Role(instruction, "bif") >= 0);
        if (index < 0)
        {
            return false;
        }

        var place = new Place(index, FunctionEdit.Role(edit.Code[index], "bif"));
        ImportOperand[] others =
        [
            new("erlang", "make_ref", 0), new("erlang", "get", 0), new("erlang", "list_to_binary", 1), new("erlang", "tuple_to_list", 1), new("erlang", "binary_to_term", 1),
            new("erlang", "list_to_tuple", 1), new("erlang", "make_tuple", 2), new("erlang", "++", 2), new("lists", "member", 2), new("lists", "reverse", 2),
            new("erlang", "setelement", 3), new("maps", "put", 3), new("lists", "map", 2), new("erlang", "no_such_function", 1),
        ];
        var arity = ((ImportOperand)edit[place]).Arity;
        var fitting = others.Where(other => other.Arity == arity || edit.Random.Below(10) == 0).ToList();
        return fitting.Count > 0 && edit.Set(place, edit.Random.Of(fitting));
    }

    private static bool BifOfSameArity(FunctionEdit edit)
    {
        var index = edit.Pick(instruction => FunctionEdit.Role(instruction, "bif") >= 0);
        if (index < 0)
        {
            return false;
        }

        string[] names = edit.Code[index].Opcode switch
        {
            Opcode.Bif1 => ["hd", "tl", "get", "node", "not", "tuple_size", "is_atom", "is_list", "is_map", "is_number", "is_boolean"],
            Opcode.Bif2 => ["element", "map_get", "is_map_key", "and", "or", "xor", "==", "/=", "=:=", "=/=", "<", ">="],
            Opcode.GcBif1 => ["+", "-", "abs", "bit_size", "byte_size", "bnot", "ceil", "float", "length", "map_size", "size", "trunc", "round"],
            Opcode.GcBif2 => ["+", "-", "*", "/", "div", "rem", "band", "bor", "bxor", "bsl", "bsr"],
            _ => [],
        };
        var place = new Place(index, FunctionEdit.Role(edit.Code[index], "bif"));
        return names.Length > 0 && edit.Set(place, ((ImportOperand)edit[place]) with { Module = "erlang", Function = edit.Random.Of(names) });
    }

    private static bool BifKind(FunctionEdit edit)
    {
        var index = edit.Pick(Opcode.Bif1, Opcode.Bif2, Opcode.GcBif1, Opcode.GcBif2);
        if (index < 0)
        {
            return false;
        }

        var operands = edit.Code[index].Operands;
        edit.Set(index, edit.Code[index].Opcode switch
        {
            Opcode.Bif1 => new Instruction(Opcode.GcBif1, operands.Insert(1, UnsignedOperand.Of(edit.Random.Below(3)))),
            Opcode.Bif2 => new Instruction(Opcode.GcBif2, operands.Insert(1, UnsignedOperand.Of(edit.Random.Below(3)))),
            Opcode.GcBif1 => new Instruction(Opcode.Bif1, operands.RemoveAt(1)),
            _ => new Instruction(Opcode.Bif2, operands.RemoveAt(1)),
        });
        return true;
    }
}
