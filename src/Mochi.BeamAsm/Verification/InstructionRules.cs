using System.Collections.Immutable;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <summary>
/// What has to hold of every instruction by itself, whether control comes to it or not: loaders read all of them, and what they do not
/// expect makes them refuse the module, go round in circles or write outside of their tables.
/// </summary>
internal sealed partial class InstructionRules(ModuleFacts module, FindingCollector findings)
{
    /// <summary>The loader keeps x1023 for itself; there are as many y and float registers.</summary>
    public const int RegisterLimit = 1023;

    /// <summary>Functions and funs have at most so many arguments.</summary>
    public const int MaximumArity = 255;

    /// <summary>The greatest number of bits that sizes are counted in.</summary>
    public const int MaximumUnit = 256;

    private FunctionFacts _function = null!;
    private Instruction _instruction = null!;
    private int _index;
    private bool _isRight;

    /// <summary>Checks the instructions of a function.</summary>
    /// <returns>Whether they are right, so that they can be followed.</returns>
    public bool Check(FunctionFacts function)
    {
        _function = function;
        var isSound = true;
        var instructions = function.Code.Instructions;
        for (_index = 0; _index < instructions.Length; _index++)
        {
            _instruction = instructions[_index];
            if (_instruction.Opcode is Opcode.Label or Opcode.Line or Opcode.Move)
            {
                // The commonest; the first two have no operand that can be wrong here.
                _isRight = _instruction.Opcode != Opcode.Move || (CheckSource(_instruction.Operands[0]) && CheckDestination(_instruction.Operands[1]));
            }
            else
            {
                _isRight = CheckOperands();
                if (_isRight)
                {
                    CheckSpecial();
                }
            }

            isSound &= _isRight;
        }

        return isSound;
    }

    private string Name => OpcodeTable.TryGet(_instruction.Opcode)!.Name;

    private bool Problem(VerificationRule rule, string message, string? hint = null)
    {
        findings.Add(rule, _function, _index, message, hint);
        _isRight = false;
        return false;
    }

    private bool CheckOperands()
    {
        var definition = OpcodeTable.TryGet(_instruction.Opcode);
        if (definition is null)
        {
            return Problem(Rules.ObsoleteInstruction, $"there is no instruction {(int)_instruction.Opcode}");
        }

        var operands = _instruction.Operands;
        if (operands.Length != definition.Operands.Length)
        {
            return Problem(Rules.BadOperand, $"{definition.Name} has {definition.Operands.Length} operands, not {operands.Length}");
        }

        if (definition.LastOtp is not null)
        {
            return Problem(
                Rules.ObsoleteInstruction, $"{definition.Name} is not loaded by releases that are supported", "compile the module again");
        }

        for (var index = 0; index < operands.Length; index++)
        {
            if (!CheckOperand(operands[index], definition.Operands[index]))
            {
                return false;
            }
        }

        return true;
    }

    private bool CheckOperand(Operand operand, OperandSlot slot)
    {
        switch (slot.Kind)
        {
            case OperandSlotKind.Source:
                return CheckSource(operand);
            case OperandSlotKind.RegisterSource:
                return (operand is IRegisterOperand || _instruction.Opcode == Opcode.HasMapFields || Problem(Rules.BadOperand, $"{OperandName.Of(operand)} is no register")) && CheckSource(operand);
            case OperandSlotKind.Destination:
                return CheckDestination(operand);
            case OperandSlotKind.StackSlot:
                return operand is YRegister ? CheckRegister(operand) : Unexpected(operand, "a stack slot");
            case OperandSlotKind.FloatRegister:
                return operand is FloatRegister ? CheckRegister(operand) : Unexpected(operand, "a float register");
            case OperandSlotKind.FloatSource:
                return operand is FloatRegister ? CheckRegister(operand) : CheckSource(operand);
            case OperandSlotKind.FloatDestination:
                return operand is FloatRegister ? CheckRegister(operand) : CheckDestination(operand);
            case OperandSlotKind.Label:
                return operand is LabelOperand
                    ? ((LabelOperand)operand).IsLabel ? CheckLabel((LabelOperand)operand)
                        : Problem(Rules.LabelRequired, "this instruction cannot do without a label")
                    : Unexpected(operand, "a label");
            case OperandSlotKind.OptionalLabel:
                return operand is LabelOperand label ? !label.IsLabel || CheckLabel(label) : Unexpected(operand, "a label or none");
            case OperandSlotKind.MatchStart:
                return operand is AtomOperand
                    || (operand is LabelOperand { IsLabel: true } start ? CheckLabel(start) : Unexpected(operand, "a label, no_fail or resume"));
            case OperandSlotKind.List:
                return operand is ListOperand list ? CheckGroups(list.Items, slot) : Unexpected(operand, "a list");
            case OperandSlotKind.MatchCommands:
                return operand is ListOperand || Unexpected(operand, "a list");
            case OperandSlotKind.SegmentValue:
                return operand is StringOperand || (operand is UnsignedOperand ? OutsideStrings(operand) : CheckSource(operand));
            case OperandSlotKind.String when operand is UnsignedOperand:
                return OutsideStrings(operand);
            case OperandSlotKind.Unsigned or OperandSlotKind.DefinedLabel:
                return operand is UnsignedOperand { Value: <= int.MaxValue }
                    || Problem(Rules.BadOperand, $"{OperandName.Of(operand)} is no number of ordinary size");
            default:
                return IsOfKind(operand, slot.Kind) || Unexpected(operand, Describe(slot.Kind));
        }
    }

    private static bool IsOfKind(Operand operand, OperandSlotKind kind) => kind switch
    {
        OperandSlotKind.Atom => operand is AtomOperand,
        OperandSlotKind.Import => operand is ImportOperand,
        OperandSlotKind.Lambda => operand is LambdaOperand,
        OperandSlotKind.Location => operand is LocationOperand or UnsignedOperand,
        OperandSlotKind.HeapNeed => operand is AllocationOperand { Words: >= 0, Floats: >= 0, Funs: >= 0 },
        OperandSlotKind.String => operand is StringOperand,
        OperandSlotKind.FunTag => operand is IFunTag,
        OperandSlotKind.RecordName => operand is IRecordName,
        OperandSlotKind.Flags => operand is IFlagsOperand,
        _ => true,
    };

    private static string Describe(OperandSlotKind kind) => kind switch
    {
        OperandSlotKind.Atom => "an atom",
        OperandSlotKind.Import => "a function of another module",
        OperandSlotKind.Lambda => "a lambda",
        OperandSlotKind.Location => "a place in the source",
        OperandSlotKind.HeapNeed => "an amount of heap",
        OperandSlotKind.String => "bytes of the string table",
        OperandSlotKind.FunTag => "an atom or a lambda",
        OperandSlotKind.RecordName => "the name of a native record",
        _ => "a list of flags",
    };

    private bool OutsideStrings(Operand operand) => Problem(
        Rules.BadString, $"the bytes from {OperandName.Of(operand)} on are not all in the string table", "the machine would read what stands behind it");

    private bool Unexpected(Operand operand, string expected) =>
        Problem(Rules.BadOperand, $"{OperandName.Of(operand)} stands where {Name} takes {expected}");

    private bool CheckSource(Operand operand) => operand switch
    {
        XRegister or YRegister => CheckRegister(operand),
        TypedRegister typed => CheckRegister(typed.Register),
        AtomOperand or IntegerOperand or NilOperand or LiteralOperand => true,
        _ => Problem(Rules.BadOperand, $"{OperandName.Of(operand)} is no value"),
    };

    private bool CheckDestination(Operand operand) =>
        operand is XRegister or YRegister
            ? CheckRegister(operand) : Problem(Rules.BadOperand, $"{OperandName.Of(operand)} is no register that a value can be put into");

    private bool CheckRegister(Operand operand) => operand switch
    {
        XRegister { Index: >= RegisterLimit } x => Problem(Rules.BadOperand, $"there is no register x{x.Index}", $"the last one is x{RegisterLimit - 1}"),
        YRegister { Index: >= RegisterLimit } y => Problem(Rules.BadOperand, $"there is no register y{y.Index}", $"the last one is y{RegisterLimit - 1}"),
        FloatRegister { Index: >= RegisterLimit } fr => Problem(Rules.BadOperand, $"there is no float register {fr.Index}"),
        _ => true,
    };

    private bool CheckLabel(LabelOperand label)
    {
        if (_function.TryFindBlock(label.Label, out _) || _instruction.Opcode is Opcode.Call or Opcode.CallLast or Opcode.CallOnly)
        {
            return true;
        }

        return module.HasLabel(label.Label)
            ? Problem(Rules.ForeignLabel, $"label {label.Label} belongs to another function")
            : Problem(Rules.UndefinedLabel, $"there is no label {label.Label}");
    }

    private bool CheckGroups(ImmutableArray<Operand> items, OperandSlot slot)
    {
        if (slot.Group.IsEmpty)
        {
            return true;
        }

        if (items.Length % slot.Group.Length != 0 || (slot.IsNonEmpty && items.IsEmpty))
        {
            var isSegments = _instruction.Opcode == Opcode.BsCreateBin;
            return Problem(
                isSegments ? Rules.BadSegments : Rules.BadList,
                items.IsEmpty ? $"{Name} has no {slot.Group[0].Role}"
                : isSegments ? "a segment of bs_create_bin is cut off" : $"{Name} takes {slot.Role} in groups of {slot.Group.Length}");
        }

        for (var index = 0; index < items.Length; index++)
        {
            if (!CheckOperand(items[index], slot.Group[index % slot.Group.Length]))
            {
                return false;
            }
        }

        return true;
    }

    private static int Number(Operand operand) => (int)((UnsignedOperand)operand).Value;
}
