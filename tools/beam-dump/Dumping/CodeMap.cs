using System.Globalization;
using System.Numerics;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Dumping;

/// <summary>Says what each byte of instructions means: the opcode, then each operand with its role.</summary>
/// <param name="chunks">The tables that operands point into.</param>
internal sealed class CodeMap(BeamChunks chunks)
{
    private readonly Dictionary<int, string> _literals = [];

    /// <summary>Walks through the chunk <c>Code</c>.</summary>
    public void Code(ByteMap map)
    {
        var head = map.PeekUInt32();
        map.Take(4, Text($"{head} bytes of head follow"));
        map.Take(4, Text($"instruction set {map.PeekUInt32()}"));
        map.Take(4, Text($"greatest opcode {map.PeekUInt32()}"));
        map.Take(4, Text($"greatest label {map.PeekUInt32() - 1}"));
        map.Take(4, Text($"{map.PeekUInt32()} functions"));
        if (head > 16)
        {
            map.Take((int)Math.Min(head - 16, int.MaxValue), "more of the head");
        }

        while (!map.IsAtEnd)
        {
            if (map.Peek() == (byte)Opcode.IntCodeEnd)
            {
                map.Take(1, "int_code_end");
                return;
            }

            Instruction(map);
        }
    }

    /// <summary>Walks through <c>Recs</c> or <c>DbgB</c>: a head, and entries in the form of instructions.</summary>
    public void Entries(ByteMap map, string entries, string items)
    {
        map.Take(4, Text($"version {map.PeekUInt32()}"));
        map.Take(4, Text($"{map.PeekUInt32()} {entries}"));
        map.Take(4, Text($"{map.PeekUInt32()} {items}"));
        var plain = OpcodeTable.TryGet(Opcode.Call)!.Operands[0];
        while (!map.IsAtEnd)
        {
            // No operand has the role that it has in the code.
            var arity = OpcodeTable.TryGet((Opcode)map.Peek())?.Operands.Length ?? throw new UnexpectedBytesException();
            map.Take(1, "entry");
            map.Depth++;
            for (var index = 0; index < arity; index++)
            {
                Operand(map, plain, Text($"part {index + 1}"));
            }

            map.Depth--;
        }
    }

    private void Instruction(ByteMap map)
    {
        if (OpcodeTable.TryGet((Opcode)map.Peek()) is not { } definition)
        {
            map.TakeRest(Text($"instruction {map.Peek()} is not known, and so is not where the next begins"));
            return;
        }

        map.Take(1, definition.Name);
        map.Depth++;
        foreach (var slot in definition.Operands)
        {
            Operand(map, slot, slot.Role);
        }

        map.Depth--;
    }

    private void Operand(ByteMap map, OperandSlot slot, string role)
    {
        if (map.Peek() != 0x17)
        {
            var (size, meaning) = Value(map, slot);
            map.Take(size, $"{role}: {meaning}");
            return;
        }

        var length = map.PeekCompact(1);
        map.Take(1 + length.Size, Text($"{role}: list of {length.Value}"));
        map.Depth++;
        for (var index = 0; index < length.Value; index++)
        {
            var inner = slot.Group.IsEmpty ? slot : slot.Group[index % slot.Group.Length];
            var (size, meaning) = Value(map, inner);
            map.Take(size, slot.Group.IsEmpty ? meaning : $"{inner.Role}: {meaning}");
        }

        map.Depth--;
    }

    private (int Size, string Meaning) Value(ByteMap map, OperandSlot slot)
    {
        switch (map.Peek())
        {
            case 0x27:
                var register = map.PeekCompact(1);
                return (1 + register.Size, Text($"float register {register.Value}"));
            case 0x37:
                return HeapNeed(map);
            case 0x47:
                var literal = map.PeekCompact(1);
                return (1 + literal.Size, Text($"literal {literal.Value} ({Literal(literal.Value)})"));
            case 0x57:
                var typed = map.PeekCompact(1);
                var type = map.PeekCompact(1 + typed.Size);
                return (1 + typed.Size + type.Size, Text($"{Plain(typed, slot)} of type {type.Value}"));
            default:
                var number = map.PeekCompact();
                return (number.Size, Plain(number, slot));
        }
    }

    private static (int Size, string Meaning) HeapNeed(ByteMap map)
    {
        var count = map.PeekCompact(1);
        var size = 1 + count.Size;
        var meaning = "";
        for (var index = 0; index < count.Value; index++)
        {
            var kind = map.PeekCompact(size);
            var amount = map.PeekCompact(size + kind.Size);
            size += kind.Size + amount.Size;
            var name = (int)BigInteger.Min(kind.Value, 3) switch { 0 => "words", 1 => "floats", 2 => "funs", _ => "of an unknown kind" };
            meaning += Text($"{(index == 0 ? "" : ", ")}{amount.Value} {name}");
        }

        return (size, meaning);
    }

    private string Plain(CompactNumber number, OperandSlot slot)
    {
        var value = number.Value;
        return number.Tag switch
        {
            0 => Number(value, slot.Kind),
            1 => Text($"integer {value}"),
            2 when value.IsZero => "[]",
            2 => Text($"atom {value} ({Entry(value - 1, chunks => chunks.Atoms.Names, TermPrinter.Atom)})"),
            3 => Text($"x{value}"),
            4 => Text($"y{value}"),
            5 => value.IsZero ? "no label" : Text($"label {value}"),
            _ => Text($"character {value}"),
        };
    }

    private string Number(BigInteger value, OperandSlotKind kind) => kind switch
    {
        OperandSlotKind.Import => Text(
            $"import {value} ({Entry(value, chunks => chunks.Imports, import => import.ToString())})"),
        OperandSlotKind.Lambda or OperandSlotKind.FunTag => Text(
            $"lambda {value} ({Entry(value, chunks => chunks.Lambdas, lambda => TermPrinter.Atom(lambda.Function))})"),
        OperandSlotKind.Location when value.IsZero => "no place",
        OperandSlotKind.Location => Text(
            $"place {value} ({Entry(value - 1, chunks => chunks.Lines?.Locations ?? [], place => Text($"{place.File}:{place.Line}"))})"),
        OperandSlotKind.DefinedLabel => Text($"label {value}"),
        OperandSlotKind.String => Text($"byte {value} of StrT"),
        _ => Text($"{value}"),
    };

    private string Literal(BigInteger index)
    {
        if (index < 0 || index > int.MaxValue)
        {
            return "not in the table";
        }

        if (!_literals.TryGetValue((int)index, out var text))
        {
            text = Entry(index, chunks => chunks.Literals.Terms, term => ByteText.Short(TermPrinter.Print(term)));
            _literals.Add((int)index, text);
        }

        return text;
    }

    private string Entry<T>(
        BigInteger index, Func<BeamChunks, System.Collections.Immutable.ImmutableArray<T>> table, Func<T, string> show)
    {
        try
        {
            var entries = table(chunks);
            return index >= 0 && index < entries.Length ? show(entries[(int)index]) : "not in the table";
        }
        catch (DiagnosticException)
        {
            return "the table is damaged";
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
