using System.Collections.Immutable;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Disassembly;

/// <summary>
/// Instructions as calls of their factory methods. What no factory method makes, for example an operand of another kind than its
/// place is for, is an expression with the constructor.
/// </summary>
internal static class CSharpInstructions
{
    /// <summary>The expression of an instruction.</summary>
    public static string Of(Instruction instruction)
    {
        var definition = OpcodeTable.TryGet(instruction.Opcode)!;
        var operands = instruction.Operands;
        var arguments = new string[operands.Length];
        var fits = definition.Category != OpcodeCategory.Obsolete;
        for (var index = 0; index < operands.Length && fits; index++)
        {
            var argument = Argument(operands[index], definition.Operands[index]);
            fits = argument is not null;
            arguments[index] = argument ?? "";
        }

        return fits
            ? $"{instruction.Opcode}({string.Join(", ", arguments)})"
            : $"new Instruction(Opcode.{instruction.Opcode}, [{string.Join(", ", operands.Select(CSharpOperands.Of))}])";
    }

    /// <summary>What a factory method takes for an operand; <see langword="null"/> when it does not take it.</summary>
    private static string? Argument(Operand operand, OperandSlot slot) => slot.Kind switch
    {
        OperandSlotKind.Unsigned => operand is UnsignedOperand { Value: <= int.MaxValue } number
            ? CSharpOperands.Text($"{number.Value}") : null,
        OperandSlotKind.DefinedLabel => operand is UnsignedOperand { Value: > 0 and <= int.MaxValue } label
            ? CSharpOperands.Text($"L({label.Value})") : null,
        OperandSlotKind.Atom => operand is AtomOperand atom ? CSharpText.Quote(atom.Name) : null,
        OperandSlotKind.Label => operand is LabelOperand { IsLabel: true } ? CSharpOperands.Of(operand) : null,
        OperandSlotKind.MatchCommands => operand is ListOperand list ? Commands(list) : null,
        OperandSlotKind.List => operand is ListOperand list ? Groups(list, slot) : null,
        _ => Fits(operand, slot.Kind) ? CSharpOperands.Of(operand) : null,
    };

    private static bool Fits(Operand operand, OperandSlotKind kind) => kind switch
    {
        OperandSlotKind.OptionalLabel => operand is LabelOperand,
        OperandSlotKind.Source => operand is ISourceOperand,
        OperandSlotKind.RegisterSource => operand is IRegisterOperand,
        OperandSlotKind.Destination => operand is Register,
        OperandSlotKind.StackSlot => operand is YRegister,
        OperandSlotKind.FloatRegister => operand is FloatRegister,
        OperandSlotKind.FloatSource => operand is IFloatSource,
        OperandSlotKind.FloatDestination => operand is IFloatDestination,
        OperandSlotKind.Import => operand is ImportOperand,
        OperandSlotKind.Lambda => operand is LambdaOperand,
        OperandSlotKind.Location => operand is LocationOperand,
        OperandSlotKind.HeapNeed => operand is AllocationOperand,
        OperandSlotKind.String => operand is StringOperand,
        OperandSlotKind.SegmentValue => operand is ISegmentValue,
        OperandSlotKind.MatchStart => operand is IMatchStart,
        OperandSlotKind.FunTag => operand is IFunTag,
        OperandSlotKind.RecordName => operand is IRecordName,
        OperandSlotKind.Flags => operand is IFlagsOperand,
        _ => false,
    };

    private static string? Groups(ListOperand list, OperandSlot slot)
    {
        var size = slot.Group.Length;
        if (size == 0 || list.Items.Length % size != 0 || (slot.IsNonEmpty && list.Items.IsEmpty))
        {
            return null;
        }

        var isSegments = false;
        foreach (var part in slot.Group)
        {
            isSegments |= part.Kind == OperandSlotKind.SegmentValue;
        }

        var groups = new List<string>();
        for (var start = 0; start < list.Items.Length; start += size)
        {
            var parts = new string[size];
            for (var index = 0; index < size; index++)
            {
                if (Argument(list.Items[start + index], slot.Group[index]) is not { } part)
                {
                    return null;
                }

                parts[index] = part;
            }

            var joined = string.Join(", ", parts);
            groups.Add(isSegments ? $"new({joined})" : size == 1 ? joined : $"({joined})");
        }

        return $"[{string.Join(", ", groups)}]";
    }

    // A command is an atom and what follows it up to the next atom.
    private static string? Commands(ListOperand list)
    {
        var commands = new List<string>();
        var items = list.Items;
        for (var start = 0; start < items.Length;)
        {
            var end = start + 1;
            while (end < items.Length && items[end] is not AtomOperand)
            {
                end++;
            }

            if (items[start] is not AtomOperand name || Command(name.Name, items[(start + 1)..end]) is not { } command)
            {
                return null;
            }

            commands.Add("MatchCommand." + command);
            start = end;
        }

        return $"[{string.Join(", ", commands)}]";
    }

    private static string? Command(string name, ImmutableArray<Operand> arguments) => (name, arguments) switch
    {
        ("ensure_at_least", [UnsignedOperand bits, UnsignedOperand unit]) => Call("EnsureAtLeast", bits, unit),
        ("ensure_exactly", [UnsignedOperand bits]) => Call("EnsureExactly", bits),
        ("skip", [UnsignedOperand bits]) => Call("Skip", bits),
        ("get_tail", [UnsignedOperand live, UnsignedOperand unit, Register destination]) => Call("GetTail", live, unit, destination),
        ("binary", [UnsignedOperand live, NilOperand, UnsignedOperand size, UnsignedOperand unit, Register destination]) =>
            Call("Binary", live, size, unit, destination),
        ("integer", [UnsignedOperand live, var flags, UnsignedOperand size, UnsignedOperand unit, Register destination])
            when FlagNames(flags) is { } names && Call("Integer", live, size, unit, destination) is { } call =>
            call[..^1] + names + ")",
        ("=:=", [NilOperand, UnsignedOperand { Value: <= int.MaxValue } bits, UnsignedOperand value]) =>
            CSharpOperands.Text($"Equal({bits.Value}, {value.Value}UL)"),
        _ => null,
    };

    private static string? Call(string method, params ReadOnlySpan<Operand> arguments)
    {
        var texts = new List<string>();
        foreach (var argument in arguments)
        {
            if (argument is UnsignedOperand { Value: > int.MaxValue })
            {
                return null;
            }

            texts.Add(argument is UnsignedOperand number ? CSharpOperands.Text($"{number.Value}") : CSharpOperands.Of(argument));
        }

        return $"{method}({string.Join(", ", texts)})";
    }

    private static string? FlagNames(Operand flags)
    {
        if (flags is NilOperand)
        {
            return "";
        }

        if (flags is not LiteralOperand { Term: ListTerm { IsProper: true } list })
        {
            return null;
        }

        var names = "";
        foreach (var element in list.Elements)
        {
            if (element is not AtomTerm atom)
            {
                return null;
            }

            names += ", " + CSharpText.Quote(atom.Name);
        }

        return names;
    }
}
