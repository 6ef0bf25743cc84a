using System.Globalization;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Text;

/// <summary>
/// Finds out what the validator of OTP's compiler has to be told about registers. The compiler keeps in annotations what it
/// proved across functions, and no file has those; but what an instruction takes for granted stands in the instruction itself.
/// </summary>
internal sealed class AssemblyAnnotations
{
    private const int FirstStackSlot = 1 << 16;

    private readonly HashSet<int> _acceptContext = [];

    // What is known about registers where the text is; the size of a tuple is that of the smallest.
    private readonly Dictionary<int, string> _known = [];
    private readonly Dictionary<int, int> _sizes = [];

    private readonly HashSet<int> _returning = [];

    public AssemblyAnnotations(BeamModule module)
    {
        FindMatchFunctions(module);
        FindReturningFunctions(module);
    }

    /// <summary>Whether an instruction calls a function of the module that never returns.</summary>
    public bool NeverReturns(Instruction instruction) =>
        instruction.Opcode == Opcode.Call && instruction.Operands[1] is LabelOperand target && !_returning.Contains(target.Label);

    /// <summary>
    /// What a built-in function takes for granted when it cannot fail, though it can: that its arguments are of the types that
    /// the file says. Nobody needs to know but for results in the stack frame, which the validator does not want to be half made.
    /// </summary>
    public static IEnumerable<(Register Register, string Type)> ArgumentTypes(Instruction instruction, AssemblyDialect dialect)
    {
        if (instruction.Opcode is not (Opcode.Bif1 or Opcode.Bif2 or Opcode.GcBif1 or Opcode.GcBif2)
            || instruction.Operands is not [LabelOperand { IsLabel: false }, .., YRegister])
        {
            yield break;
        }

        var position = 0;
        foreach (var operand in instruction.Operands)
        {
            if (operand is ImportOperand { Module: "erlang", Function: "element", Arity: 2 })
            {
                position = 1;
            }
            else if (operand is TypedRegister { Type: var type } typed)
            {
                var known = new System.Text.StringBuilder();
                if (position > 1)
                {
                    known.Append(CultureInfo.InvariantCulture, $"{{t_tuple,{position - 1},false,#{{}}}}");
                }
                else
                {
                    AssemblyTypes.Append(known, type, dialect);
                }

                yield return (typed.Register, known.ToString());

                // The tuple of element/2 is at least as large as the largest index.
                position = position == 1 && type.Maximum is > 0 and < 1 << 24 and var last ? (int)last + 1 : 0;
            }
        }
    }

    /// <summary>Whether the function with this entry label may be given match contexts for binaries.</summary>
    public bool AcceptsMatchContext(int entryLabel) => _acceptContext.Contains(entryLabel);

    /// <summary>
    /// What an instruction takes for granted about the value of a register and what nothing before it has shown; or
    /// <see langword="null"/>. What the instruction itself shows or changes is noted.
    /// </summary>
    public (Register Register, string Type)? Require(Instruction instruction)
    {
        var requirement = Requirement(instruction);
        var isNews = requirement is { } needed && Learn(needed.Register, needed.Type, needed.Size);
        Forget(instruction);
        Test(instruction);
        return isNews ? (requirement!.Value.Register, Text(requirement.Value.Type, requirement.Value.Size)) : null;
    }

    private static (Register Register, string Type, int Size)? Requirement(Instruction instruction)
    {
        var operands = instruction.Operands;
        return instruction.Opcode switch
        {
            Opcode.Fmove when operands[1] is FloatRegister => Of(operands[0], "{t_float,any}"),
            Opcode.SelectTupleArity => Of(operands[0], "t_tuple"),
            Opcode.TestArity => Of(operands[1], "t_tuple"),
            Opcode.GetTupleElement => Of(operands[0], "t_tuple", Size(operands[1], 1)),
            Opcode.UpdateRecord => Of(operands[2], "exact", Size(operands[1], 0)),
            Opcode.GetList or Opcode.GetHd or Opcode.GetTl => Of(operands[0], "{t_cons,any,any}"),
            Opcode.GetMapElements or Opcode.HasMapFields or Opcode.PutMapAssoc or Opcode.PutMapExact =>
                Of(operands[1], "{t_map,any,any}"),
            Opcode.BsStartMatch4 when operands[0] is AtomOperand { Name: "resume" } => Of(operands[2], "{t_bs_context,1}"),
            Opcode.GetRecordElements => Of(operands[1], "{t_record,nil,#{}}"),
            _ => null,
        };
    }

    private static int Size(Operand operand, int more) =>
        operand is UnsignedOperand { Value: < int.MaxValue } number ? (int)number.Value + more : 0;

    private static (Register Register, string Type, int Size)? Of(Operand operand, string type, int size = 0) => operand switch
    {
        Register register => (register, type, size),
        TypedRegister typed => (typed.Register, type, size),
        _ => null,
    };

    private static string Text(string type, int size) => type switch
    {
        "t_tuple" => string.Create(CultureInfo.InvariantCulture, $"{{t_tuple,{size},false,#{{}}}}"),
        "exact" => string.Create(CultureInfo.InvariantCulture, $"{{t_tuple,{size},true,#{{}}}}"),
        _ => type,
    };

    private static int Key(Register register) => register is YRegister ? register.Index + FirstStackSlot : register.Index;

    private bool Learn(Register register, string type, int size)
    {
        var key = Key(register);
        if (_known.TryGetValue(key, out var old)
            && (old == type || (old == "exact" && type == "t_tuple")) && _sizes[key] >= size)
        {
            return false;
        }

        _known[key] = type;
        _sizes[key] = size;
        return true;
    }

    /// <summary>What a test has shown where it does not branch.</summary>
    private void Test(Instruction instruction)
    {
        var operands = instruction.Operands;
        var shown = instruction.Opcode switch
        {
            Opcode.IsNonemptyList => Of(operands[1], "{t_cons,any,any}"),
            Opcode.IsMap => Of(operands[1], "{t_map,any,any}"),
            Opcode.IsFloat => Of(operands[1], "{t_float,any}"),
            Opcode.IsTuple => Of(operands[1], "t_tuple"),
            Opcode.TestArity or Opcode.IsTaggedTuple => Of(operands[1], "exact", Size(operands[2], 0)),
            _ => null,
        };
        if (shown is { } fact)
        {
            Learn(fact.Register, fact.Type, fact.Size);
        }
    }

    /// <summary>Forgets what the instruction makes invalid.</summary>
    private void Forget(Instruction instruction)
    {
        var definition = OpcodeTable.TryGet(instruction.Opcode)!;
        if (instruction.Opcode is Opcode.Label or Opcode.Trim or Opcode.Swap || (definition.Effects & OpcodeEffects.ClobbersXRegisters) != 0)
        {
            _known.Clear();
            return;
        }

        for (var index = 0; index < instruction.Operands.Length; index++)
        {
            var slot = definition.Operands[index];
            if (instruction.Operands[index] is ListOperand list)
            {
                ForgetItems(list, slot);
            }
            else if (slot.Kind is OperandSlotKind.Destination or OperandSlotKind.FloatDestination)
            {
                ForgetWritten(instruction.Operands[index]);
            }
        }
    }

    private void ForgetItems(ListOperand list, OperandSlot slot)
    {
        for (var index = 0; index < list.Items.Length; index++)
        {
            // The list of bs_match has no groups; what is read there is forgotten needlessly.
            if (slot.Group.IsEmpty || slot.Group[index % slot.Group.Length].Kind is OperandSlotKind.Destination or OperandSlotKind.StackSlot)
            {
                ForgetWritten(list.Items[index]);
            }
        }
    }

    private void ForgetWritten(Operand operand)
    {
        if (operand is Register register)
        {
            _known.Remove(Key(register));
        }
    }

    /// <summary>Functions that match binaries, and those that hand their arguments on to such functions.</summary>
    private void FindMatchFunctions(BeamModule module)
    {
        var callers = new Dictionary<int, List<int>>();
        var pending = new Stack<int>();
        foreach (var function in module.Functions)
        {
            foreach (var instruction in function.Instructions)
            {
                if (instruction.Opcode is Opcode.BsStartMatch2 or Opcode.BsStartMatch3 or Opcode.BsStartMatch4)
                {
                    pending.Push(function.EntryLabel);
                }
                else if (instruction.Opcode is Opcode.Call or Opcode.CallOnly or Opcode.CallLast
                    && instruction.Operands[1] is LabelOperand target)
                {
                    AddCaller(callers, target.Label, function.EntryLabel);
                }
            }
        }

        Spread(pending, callers, _acceptContext);
    }

    private static bool CanReturn(Instruction instruction) => instruction.Opcode switch
    {
        Opcode.Return or Opcode.ApplyLast => true,
        Opcode.CallExtLast or Opcode.CallExtOnly => instruction.Operands[1] is not ImportOperand
        {
            Module: "erlang", Function: "error" or "exit" or "throw" or "raise" or "nif_error" or "halt",
        },
        _ => false,
    };

    private void FindReturningFunctions(BeamModule module)
    {
        var callers = new Dictionary<int, List<int>>();
        var pending = new Stack<int>();
        foreach (var function in module.Functions)
        {
            foreach (var instruction in function.Instructions)
            {
                if (CanReturn(instruction))
                {
                    pending.Push(function.EntryLabel);
                }
                else if (instruction.Opcode is Opcode.CallOnly or Opcode.CallLast && instruction.Operands[1] is LabelOperand target)
                {
                    AddCaller(callers, target.Label, function.EntryLabel);
                }
            }
        }

        Spread(pending, callers, _returning);
    }

    private static void AddCaller(Dictionary<int, List<int>> callers, int callee, int caller)
    {
        if (!callers.TryGetValue(callee, out var list))
        {
            callers.Add(callee, list = []);
        }

        list.Add(caller);
    }

    private static void Spread(Stack<int> pending, Dictionary<int, List<int>> callers, HashSet<int> found)
    {
        while (pending.TryPop(out var entry))
        {
            if (found.Add(entry) && callers.TryGetValue(entry, out var list))
            {
                foreach (var caller in list)
                {
                    pending.Push(caller);
                }
            }
        }
    }
}
