using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.VerifyMutations.Mutation;

/// <summary>A function that is being broken.</summary>
internal sealed class FunctionEdit
{
    private readonly List<Instruction> _code;
    private readonly int _index;

    public FunctionEdit(BeamModule module, int function, MutationRandom random)
    {
        Module = module;
        _index = function;
        Function = module.Functions[function];
        Random = random;
        _code = [.. Function.Instructions];
        BodyStart = _code.FindIndex(instruction => instruction.Opcode == Opcode.Label && LabelOf(instruction) == Function.EntryLabel) + 1;
    }

    /// <summary>The module before the change.</summary>
    public BeamModule Module { get; }

    /// <summary>The function before the change.</summary>
    public CodeFunction Function { get; }

    public MutationRandom Random { get; }

    /// <summary>The code so far.</summary>
    public IReadOnlyList<Instruction> Code => _code;

    /// <summary>The first instruction behind the entry label.</summary>
    public int BodyStart { get; }

    /// <summary>Something else than code that is changed with it.</summary>
    public Func<BeamModule, BeamModule>? ModuleChange { get; set; }

    /// <summary>The name of the role that an operand has.</summary>
    public static OperandSlot Slot(Instruction instruction, int operand) => OpcodeTable.TryGet(instruction.Opcode)!.Operands[operand];

    /// <summary>The register that an operand is, whatever is said of its type.</summary>
    public static Register? RegisterOf(Operand operand) => operand as Register ?? (operand as TypedRegister)?.Register;

    /// <summary>The label that an instruction defines; negative when it is none.</summary>
    public static int LabelOf(Instruction instruction) =>
        instruction is { Opcode: Opcode.Label, Operands: [UnsignedOperand { Value: <= int.MaxValue and var label }] } ? (int)label : -1;

    /// <summary>Which operand has a role; negative for none.</summary>
    public static int Role(Instruction instruction, string role)
    {
        var slots = OpcodeTable.TryGet(instruction.Opcode)!.Operands;
        for (var index = 0; index < slots.Length; index++)
        {
            if (slots[index].Role == role)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The module with the function as it is now.</summary>
    public BeamModule ToModule()
    {
        var changed = Module with { Functions = Module.Functions.SetItem(_index, Function with { Instructions = [.. _code] }) };
        return ModuleChange is null ? changed : ModuleChange(changed);
    }

    /// <summary>One of the instructions of the body for which something holds; negative when there is none.</summary>
    public int Pick(Func<Instruction, bool> predicate) => PickIndex(index => predicate(_code[index]));

    /// <summary>One of the places in the body for which something holds; negative when there is none.</summary>
    public int PickIndex(Func<int, bool> predicate)
    {
        var found = new List<int>();
        for (var index = BodyStart; index < _code.Count; index++)
        {
            if (predicate(index))
            {
                found.Add(index);
            }
        }

        return found.Count == 0 ? -1 : Random.Of(found);
    }

    /// <summary>One of the instructions that have one of these opcodes.</summary>
    public int Pick(params ImmutableArray<Opcode> opcodes) => Pick(instruction => opcodes.Contains(instruction.Opcode));

    public void Set(int index, Instruction instruction) => _code[index] = instruction;

    public bool Remove(int index)
    {
        if (index < 0)
        {
            return false;
        }

        _code.RemoveAt(index);
        return true;
    }

    public void Insert(int index, Instruction instruction) => _code.Insert(index, instruction);

    public Operand this[Place place] => place.Item < 0
        ? _code[place.Instruction].Operands[place.Operand]
        : ((ListOperand)_code[place.Instruction].Operands[place.Operand]).Items[place.Item];

    /// <summary>Puts another operand somewhere.</summary>
    /// <returns>Whether that is a change.</returns>
    public bool Set(Place place, Operand operand)
    {
        if (this[place].Equals(operand))
        {
            return false;
        }

        var instruction = _code[place.Instruction];
        var replaced = place.Item < 0
            ? operand
            : new ListOperand(((ListOperand)instruction.Operands[place.Operand]).Items.SetItem(place.Item, operand));
        _code[place.Instruction] = new Instruction(instruction.Opcode, instruction.Operands.SetItem(place.Operand, replaced));
        return true;
    }

    /// <summary>Puts other items into the list that ends an instruction.</summary>
    public bool SetItems(int index, IEnumerable<Operand> items)
    {
        var place = new Place(index, _code[index].Operands.Length - 1);
        return Set(place, new ListOperand([.. items]));
    }

    /// <summary>The items of the list that ends an instruction.</summary>
    public ImmutableArray<Operand> Items(int index) => _code[index].Operands is [.., ListOperand list] ? list.Items : [];

    /// <summary>All places in the body for which something holds.</summary>
    public List<Place> Places(Func<Instruction, OperandSlot, Operand, bool> predicate)
    {
        var found = new List<Place>();
        for (var index = BodyStart; index < _code.Count; index++)
        {
            var instruction = _code[index];
            var slots = OpcodeTable.TryGet(instruction.Opcode)!.Operands;
            for (var operand = 0; operand < slots.Length; operand++)
            {
                if (instruction.Operands[operand] is ListOperand list && !slots[operand].Group.IsEmpty)
                {
                    for (var item = 0; item < list.Items.Length; item++)
                    {
                        if (predicate(instruction, slots[operand].Group[item % slots[operand].Group.Length], list.Items[item]))
                        {
                            found.Add(new Place(index, operand, item));
                        }
                    }
                }
                else if (predicate(instruction, slots[operand], instruction.Operands[operand]))
                {
                    found.Add(new Place(index, operand));
                }
            }
        }

        return found;
    }

    /// <summary>Changes an operand at one of the places for which something holds.</summary>
    public bool Change(Func<Instruction, OperandSlot, Operand, bool> predicate, Func<Operand, Operand> change)
    {
        var places = Places(predicate);
        if (places.Count == 0)
        {
            return false;
        }

        var place = Random.Of(places);
        return Set(place, change(this[place]));
    }

    /// <summary>Changes a number that has a role.</summary>
    public bool ChangeNumber(Func<Instruction, OperandSlot, bool> predicate, Func<int, int> change) => Change(
        (instruction, slot, operand) => operand is UnsignedOperand { Value: < 100_000 } && predicate(instruction, slot),
        operand => UnsignedOperand.Of(Math.Max(0, change((int)((UnsignedOperand)operand).Value))));

    /// <summary>All registers that the body names.</summary>
    public List<Register> Registers()
    {
        var registers = new HashSet<Register>();
        foreach (var place in Places((_, _, operand) => RegisterOf(operand) is not null))
        {
            registers.Add(RegisterOf(this[place])!);
        }

        return [.. registers.OrderBy(register => register is YRegister).ThenBy(register => register.Index)];
    }

    /// <summary>The size of the frame as the code before a place says, read from top to bottom; negative for none.</summary>
    public int FrameSize(int index)
    {
        for (var at = index - 1; at >= BodyStart; at--)
        {
            if (_code[at] is { Opcode: Opcode.Allocate or Opcode.AllocateHeap, Operands: [UnsignedOperand slots, ..] })
            {
                return (int)slots.Value;
            }
        }

        return -1;
    }

    /// <summary>Labels that the function defines behind its entry.</summary>
    public List<int> Labels(int from = 0) =>
        [.. _code.Skip(Math.Max(from, BodyStart)).Select(LabelOf).Where(label => label > 0)];
}
