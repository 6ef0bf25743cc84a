using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Verification;

/// <content>Operands that few instructions have.</content>
internal sealed partial class CodeRules
{
    private const int MaximumArity = 255;
    private const int SegmentSize = 6;

    private void CheckRare(Instruction instruction, Operand operand, OperandSlotKind kind)
    {
        switch (kind)
        {
            case OperandSlotKind.DefinedLabel:
                CheckDefinedLabel(operand);
                break;
            case OperandSlotKind.Location:
                CheckLocation(operand);
                break;
            case OperandSlotKind.Import:
                CheckImport(operand);
                break;
            case OperandSlotKind.Lambda:
                CheckLambda(instruction, operand);
                break;
            case OperandSlotKind.FunTag when operand is LambdaOperand:
                CheckLambda(instruction, operand);
                break;
            case OperandSlotKind.StackSlot when operand is not YRegister:
                Unsound($"{operand} is no stack slot");
                break;
            case OperandSlotKind.FloatRegister when operand is not FloatRegister:
                Unsound($"{operand} is no float register");
                break;
            case OperandSlotKind.HeapNeed when operand is not AllocationOperand:
                Unsound($"{operand} is no need of heap");
                break;
            case OperandSlotKind.String:
                CheckString(operand);
                break;
            case OperandSlotKind.MatchStart when operand is LabelOperand:
                CheckLabel(instruction.Opcode, operand, isRequired: true);
                break;
            case OperandSlotKind.List or OperandSlotKind.MatchCommands:
                CheckList(instruction, operand, kind == OperandSlotKind.List);
                break;
            default:
                break;
        }
    }

    private void CheckLocation(Operand operand)
    {
        LocationCount++;
        if (operand is UnsignedOperand number && _hasLines)
        {
            Later(Rules.BadLocation, $"place {number.Value} is not in the line table", "a loader refuses such a module");
        }
        else if (operand is not (LocationOperand or UnsignedOperand))
        {
            Unsound($"{operand} is no place in the source");
        }
    }

    private void CheckImport(Operand operand)
    {
        if (operand is not ImportOperand import)
        {
            Unsound($"{operand} is no function of another module");
        }
        else if (import.Arity > MaximumArity)
        {
            Later(Rules.TooManyArguments, $"{import.Module}:{import.Function}/{import.Arity} has more than {MaximumArity} arguments");
        }
    }

    private void CheckLambda(Instruction instruction, Operand operand)
    {
        if (operand is not LambdaOperand lambda)
        {
            Unsound($"{operand} is no lambda");
            return;
        }

        if (instruction is { Opcode: Opcode.MakeFun3, Operands: [_, _, ListOperand captured] } && captured.Items.Length != lambda.FreeCount)
        {
            Later(Rules.BadLambda, $"{captured.Items.Length} values are captured; the lambda table says {lambda.FreeCount}");
        }

        if (!_lambdas.TryGetValue(lambda.Label, out var known))
        {
            _lambdas.Add(lambda.Label, lambda);
            if (TableRules.Problem(lambda, facts) is { } problem)
            {
                Later(Rules.BadLambda, problem);
            }
        }
        else if (!ReferenceEquals(known, lambda) && known != lambda)
        {
            Later(
                Rules.BadLambda,
                $"the lambdas {known.Function}/{known.Arity}+{known.FreeCount} and {lambda.Function}/{lambda.Arity}+{lambda.FreeCount} both begin at label {lambda.Label}",
                "a loader refuses two entries for one label");
        }
    }

    private void CheckString(Operand operand)
    {
        HasStrings |= operand is StringOperand { Bytes.IsEmpty: false };
        if (operand is UnsignedOperand offset)
        {
            Later(
                Rules.BadString, $"the bytes from {offset.Value} on are not all in the string table",
                "the machine would read what stands behind the table in memory");
        }
    }

    private void CheckList(Instruction instruction, Operand operand, bool isPlain)
    {
        if (operand is not ListOperand list)
        {
            Unsound($"{operand} is no list of operands");
            return;
        }

        if (!isPlain)
        {
            return;
        }

        var items = list.Items.AsSpan();
        var group = OperandKinds.GroupOf(instruction.Opcode);
        if (items.IsEmpty ? OperandKinds.NeedsItems(instruction.Opcode) : items.Length % group.Length != 0)
        {
            Later(
                instruction.Opcode == Opcode.BsCreateBin ? Rules.BadSegments : Rules.BadList,
                items.IsEmpty ? $"the list of {Name(instruction)} is empty" : $"the list of {Name(instruction)} is cut off",
                "loaders do not look at the length of the list");
            return;
        }

        for (var index = 0; index < items.Length; index += group.Length)
        {
            CheckGroup(items.Slice(index, group.Length), group);
        }

        if (instruction.Opcode == Opcode.SelectVal)
        {
            CheckCases(items);
        }
    }

    private void CheckGroup(ReadOnlySpan<Operand> items, ReadOnlySpan<OperandSlotKind> kinds)
    {
        for (var index = 0; index < items.Length; index++)
        {
            switch (kinds[index])
            {
                case OperandSlotKind.Source:
                    CheckSource(items[index]);
                    break;
                case OperandSlotKind.Label:
                    CheckLabel(Opcode.Jump, items[index], isRequired: true);
                    break;
                case OperandSlotKind.SegmentValue when items.Length == SegmentSize && items[0] is AtomOperand { Name: "string" }:
                    CheckString(items[index]);
                    break;
                case OperandSlotKind.SegmentValue:
                    CheckSource(items[index]);
                    break;
                case OperandSlotKind.Flags when items[index] is LiteralOperand:
                    HasLiterals = true;
                    break;
                default:
                    break;
            }
        }
    }

    private void CheckCases(ReadOnlySpan<Operand> cases)
    {
        if (cases.IsEmpty)
        {
            return;
        }

        var kind = CaseKind(cases[0]);
        for (var index = 0; index < cases.Length; index += 2)
        {
            if (CaseKind(cases[index]) is var other && (other == 0 || other != kind))
            {
                Later(
                    Rules.BadCases, $"{cases[index]} does not go with the other cases",
                    "the cases are all atoms, all integers or all floats: a loader does not come to an end otherwise");
                return;
            }
        }
    }

    private static int CaseKind(Operand value) => value switch
    {
        IntegerOperand => 1,
        AtomOperand => 2,
        LiteralOperand { Term: IntegerTerm } => 1,
        LiteralOperand { Term: FloatTerm } => 3,
        _ => 0,
    };

    private static string Name(Instruction instruction) => OpcodeTable.TryGet(instruction.Opcode)!.Name;
}
