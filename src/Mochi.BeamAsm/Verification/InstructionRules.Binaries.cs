using System.Collections.Immutable;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Verification;

/// <content>Instructions that match and make binaries.</content>
internal sealed partial class InstructionRules
{
    private const int MaximumFlags = 31;

    /// <summary>How many operands a command of <c>bs_match</c> is, its name included; 0 when there is no such command.</summary>
    public static int CommandLength(string? name) => name switch
    {
        "ensure_at_least" => 3,
        "ensure_exactly" or "skip" => 2,
        "integer" or "binary" => 6,
        "get_tail" or "=:=" => 4,
        _ => 0,
    };

    private void CheckBinary()
    {
        var operands = _instruction.Operands;
        switch (_instruction.Opcode)
        {
            case Opcode.BsGetInteger2 or Opcode.BsGetFloat2 or Opcode.BsGetBinary2:
                if (CheckUnit(operands[4]) && CheckFlags(operands[5])
                    && operands[3] is AtomOperand { Name: "all" } && _instruction.Opcode != Opcode.BsGetBinary2)
                {
                    Problem(Rules.BadOperand, "only a bitstring can be all that is left");
                }

                break;
            case Opcode.BsSkipBits2:
                _ = CheckUnit(operands[3]) && CheckFlags(operands[4]);
                break;
            case Opcode.BsTestUnit:
                CheckUnit(operands[2]);
                break;
            case Opcode.BsGetUtf8 or Opcode.BsSkipUtf8 or Opcode.BsGetUtf16 or Opcode.BsSkipUtf16 or Opcode.BsGetUtf32 or Opcode.BsSkipUtf32:
                CheckFlags(operands[3]);
                break;
            case Opcode.BsCreateBin:
                if (CheckUnit(operands[3]))
                {
                    CheckSegments(((ListOperand)operands[5]).Items);
                }

                break;
            case Opcode.BsMatch:
                CheckCommands(((ListOperand)operands[2]).Items);
                break;
            default:
                break;
        }
    }

    private bool CheckUnit(Operand operand) =>
        Number(operand) is > 0 and <= MaximumUnit
            || Problem(Rules.BadUnit, $"a unit of {Number(operand)} bits is not between 1 and {MaximumUnit}");

    private bool CheckFlags(Operand operand) =>
        Number(operand) <= MaximumFlags || Problem(Rules.BadOperand, $"{OperandName.Of(operand)} is no set of flags");

    private void CheckCommands(ImmutableArray<Operand> items)
    {
        for (var start = 0; start < items.Length && _isRight;)
        {
            var name = (items[start] as AtomOperand)?.Name;
            var size = CommandLength(name);
            if (size == 0 || start + size > items.Length)
            {
                Problem(Rules.BadMatchCommand, size == 0 ? $"bs_match has no command {OperandName.Of(items[start])}" : $"the command {name} is cut off");
                return;
            }

            CheckCommand(name!, items.AsSpan().Slice(start, size));
            start += size;
        }
    }

    private void CheckCommand(string name, ReadOnlySpan<Operand> items)
    {
        switch (name)
        {
            case "ensure_at_least":
                _ = CheckNumber(items[1]) && CheckNumber(items[2]) && CheckUnit(items[2]);
                break;
            case "ensure_exactly" or "skip":
                CheckNumber(items[1]);
                break;
            case "=:=":
                if (CheckNumber(items[2]) && Number(items[2]) > 64)
                {
                    Problem(Rules.BadMatchCommand, $"=:= compares at most 64 bits, not {Number(items[2])}");
                }
                else if (_isRight && items[3] is not (IntegerOperand or UnsignedOperand or LiteralOperand { Term: IntegerTerm }))
                {
                    Problem(Rules.BadMatchCommand, $"=:= compares with an integer, not {OperandName.Of(items[3])}");
                }

                break;
            case "get_tail":
                _ = CheckNumber(items[1]) && CheckDestination(items[3]);
                break;
            default:
                if (items[2] is not IFlagsOperand)
                {
                    Problem(Rules.BadMatchCommand, $"{OperandName.Of(items[2])} is no list of flags");
                }
                else if (CheckNumber(items[1]) && CheckNumber(items[3]) && CheckNumber(items[4]) && CheckUnit(items[4])
                    && CheckDestination(items[5]) && (long)Number(items[3]) * Number(items[4]) > int.MaxValue)
                {
                    Problem(Rules.BadMatchCommand, $"{Number(items[3])} times {Number(items[4])} bits are too many");
                }

                break;
        }
    }

    private bool CheckNumber(Operand operand) =>
        operand is UnsignedOperand { Value: <= int.MaxValue } || Problem(Rules.BadOperand, $"{OperandName.Of(operand)} is no number of ordinary size");

    private void CheckSegments(ImmutableArray<Operand> items)
    {
        const int size = 6;
        for (var start = 0; start < items.Length && _isRight; start += size)
        {
            CheckSegment(items.AsSpan().Slice(start, size), isFirst: start == 0);
        }
    }

    private void CheckSegment(ReadOnlySpan<Operand> items, bool isFirst)
    {
        var name = ((AtomOperand)items[0]).Name;
        var unit = Number(items[2]);
        var hasNoUnit = name is "utf8" or "utf16" or "utf32";
        if (name is not ("append" or "private_append" or "binary" or "float" or "integer" or "string") && !hasNoUnit)
        {
            Problem(Rules.BadSegments, $"there is no segment of type {OperandName.Of(items[0])}");
        }
        else if (name is "append" or "private_append" && !isFirst)
        {
            Problem(Rules.BadSegments, $"{name} is not the first segment");
        }
        else if (unit > MaximumUnit || (unit == 0 && !hasNoUnit))
        {
            Problem(Rules.BadUnit, $"a segment's unit of {unit} bits is not between 1 and {MaximumUnit}");
        }
        else if (items[3] is not (NilOperand or LiteralOperand { Term: ListTerm }))
        {
            Problem(Rules.BadSegments, $"{OperandName.Of(items[3])} is no list of flags");
        }
        else if (name == "string"
            && (items[4] is not StringOperand text || items[5] is not IntegerOperand length || length.Value != text.Bytes.Length))
        {
            Problem(Rules.BadSegments, "a string segment has bytes of the string table and their number");
        }
        else if (name != "string" && items[4] is StringOperand)
        {
            Problem(Rules.BadSegments, $"only a string segment has bytes, not {name}");
        }
    }
}
