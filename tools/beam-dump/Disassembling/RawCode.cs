using System.Globalization;
using System.Text;
using Mochi.BeamDump.Dumping;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Chunks;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Disassembling;

/// <summary>Instructions with their offsets and bytes, and their operands as tags and numbers.</summary>
internal sealed class RawCode
{
    private const int BytesInLine = 8;
    private const string Letters = "uiaxyfh";

    private readonly StringBuilder _text = new();
    private readonly ReadOnlyMemory<byte> _data;
    private readonly int _start;

    private RawCode(ReadOnlyMemory<byte> data, int start) => (_data, _start) = (data, start);

    /// <summary>Writes the functions of a file that are shown.</summary>
    /// <param name="input">The file.</param>
    /// <param name="isShown">Which these are.</param>
    /// <param name="isWhole">Whether what is in no function is shown, too.</param>
    public static string Write(BeamInput input, Func<Mfa, bool> isShown, bool isWhole)
    {
        var chunk = input.Chunks.Container.Find(ChunkId.Code)!;
        var raw = new RawCode(chunk.Data, chunk.DataOffset);
        var code = input.Chunks.Code;
        var first = 0;
        foreach (var function in code.Functions)
        {
            if (isShown(new Mfa(input.Chunks.ModuleName, function.Name, function.Arity)))
            {
                raw._text.Append(CultureInfo.InvariantCulture, $"\nfunction {TermPrinter.Atom(function.Name)}/{function.Arity}\n");
                raw.Instructions(code, first, function.Instructions);
            }

            first += function.Instructions.Length;
        }

        if (isWhole)
        {
            raw.Rest(code, first);
        }

        return raw._text.ToString();
    }

    private void Instructions(DecodedCode code, int first, System.Collections.Immutable.ImmutableArray<Instruction> instructions)
    {
        for (var index = 0; index < instructions.Length; index++)
        {
            var offset = code.Offsets[first + index];
            var end = first + index + 1 < code.Offsets.Length ? code.Offsets[first + index + 1] : code.EndOffset;
            Line(offset, end, $"{OpcodeTable.TryGet(instructions[index].Opcode)!.Name}{Operands(offset + 1, end)}");
        }
    }

    private void Rest(DecodedCode code, int first)
    {
        _text.Append(code.EndOffset < _data.Length || first < code.InstructionCount ? "\n" : "");
        Instructions(code, first, code.Instructions[first..]);
        Line(code.EndOffset, _data.Length, code.IsComplete ? "int_code_end" : "not decoded");
    }

    // The bytes take as many lines as they need; what they mean stands beside the first.
    private void Line(int offset, int end, string meaning)
    {
        for (var start = offset; start < end; start += BytesInLine)
        {
            _text.Append(CultureInfo.InvariantCulture, $"  {_start + start:x8} ");
            var stop = Math.Min(end, start + BytesInLine);
            for (var index = start; index < stop; index++)
            {
                _text.Append(CultureInfo.InvariantCulture, $" {_data.Span[index]:x2}");
            }

            if (start == offset)
            {
                _text.Append(' ', (3 * (BytesInLine - (stop - start))) + 2).Append(meaning);
            }

            _text.Append('\n');
        }
    }

    private string Operands(int start, int end)
    {
        var map = new ByteMap("code", _data[start..end], []);
        var text = new StringBuilder();
        var position = 0;
        try
        {
            while (position < end - start)
            {
                text.Append(' ');
                Operand(text, map, ref position);
            }
        }
        catch (UnexpectedBytesException)
        {
            text.Append(" ?");
        }

        return text.ToString();
    }

    private static void Operand(StringBuilder text, ByteMap map, ref int position)
    {
        var first = map.Peek(position);
        switch (first)
        {
            case 0x17:
                position++;
                Sequence(text, "", Number(map, ref position), map, ref position);
                break;
            case 0x27:
                position++;
                text.Append("fr").Append(Number(map, ref position));
                break;
            case 0x37:
                position++;
                Sequence(text, "alloc", 2 * Number(map, ref position), map, ref position);
                break;
            case 0x47:
                position++;
                text.Append("literal").Append(Number(map, ref position));
                break;
            case 0x57:
                position++;
                Plain(text, map, ref position);
                text.Append(":type").Append(Number(map, ref position));
                break;
            default:
                Plain(text, map, ref position);
                break;
        }
    }

    private static void Sequence(
        StringBuilder text, string name, System.Numerics.BigInteger count, ByteMap map, ref int position)
    {
        text.Append(name).Append('[');
        for (var index = 0; index < count; index++)
        {
            text.Append(index == 0 ? "" : " ");
            Operand(text, map, ref position);
        }

        text.Append(']');
    }

    private static void Plain(StringBuilder text, ByteMap map, ref int position)
    {
        var number = map.PeekCompact(position);
        position += number.Size;
        text.Append(Letters[number.Tag]).Append(number.Value.ToString(CultureInfo.InvariantCulture));
    }

    private static System.Numerics.BigInteger Number(ByteMap map, ref int position)
    {
        var number = map.PeekCompact(position);
        position += number.Size;
        return number.Value;
    }
}
