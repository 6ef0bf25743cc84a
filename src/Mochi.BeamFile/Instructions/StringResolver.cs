using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Instructions;

/// <summary>
/// Replaces offsets into the string table by the bytes that they stand for. The opcode table says which operand is such
/// an offset and which other one gives the length.
/// </summary>
internal sealed class StringResolver(ReadOnlyMemory<byte> strings, ImmutableArray<Diagnostic>.Builder diagnostics)
{
    private int _place;

    /// <summary>Replaces the offsets among the operands of an instruction.</summary>
    /// <param name="operands">The operands.</param>
    /// <param name="slots">What they are.</param>
    /// <param name="place">Where in the chunk they begin.</param>
    public void Resolve(scoped Span<Operand> operands, ImmutableArray<OperandSlot> slots, int place)
    {
        _place = place;
        for (var index = 0; index < slots.Length; index++)
        {
            if (slots[index].LengthRole is not null)
            {
                operands[index] = StringAt(operands[index], slots[index], operands, slots, 0);
            }
            else if (operands[index] is ListOperand list && slots[index].HasStrings)
            {
                operands[index] = ResolveGroups(list, slots[index].Group);
            }
        }
    }

    private ListOperand ResolveGroups(ListOperand list, ImmutableArray<OperandSlot> group)
    {
        var items = list.Items.ToArray();
        for (var start = 0; start + group.Length <= items.Length; start += group.Length)
        {
            for (var index = 0; index < group.Length; index++)
            {
                if (group[index].LengthRole is not null)
                {
                    items[start + index] = StringAt(items[start + index], group[index], items, group, start);
                }
            }
        }

        return new ListOperand([.. items]);
    }

    /// <summary>
    /// The bytes that an offset into the string table stands for; their length is in another operand.
    /// </summary>
    private Operand StringAt(
        Operand offset, OperandSlot slot, ReadOnlySpan<Operand> operands, ImmutableArray<OperandSlot> slots, int start)
    {
        if (offset is not UnsignedOperand { Value: var position })
        {
            return offset;
        }

        for (var index = 0; index < slots.Length; index++)
        {
            if (slots[index].Role != slot.LengthRole)
            {
                continue;
            }

            var units = operands[start + index] switch
            {
                UnsignedOperand number => number.Value,
                IntegerOperand integer when integer.Value.Sign >= 0 && integer.Value <= int.MaxValue =>
                    (ulong)integer.Value,
                _ => ulong.MaxValue,
            };
            var length = units > int.MaxValue ? ulong.MaxValue : ((units * (ulong)slot.BitsPerUnit) + 7) / 8;
            if (position <= (ulong)strings.Length && length <= (ulong)strings.Length - position)
            {
                return new StringOperand([.. strings.Span.Slice((int)position, (int)length)]);
            }
        }

        diagnostics.Add(new Diagnostic(
            BeamFileCodes.BadIndex, DiagnosticSeverity.Warning, $"offset {position} is not in the string table",
            new DiagnosticPlace(null, Chunk: ChunkId.Code, Offset: _place), "loaders do not check this, and crash"));
        return offset;
    }
}
