using System.Collections.Immutable;

namespace Mochi.BeamFile.Instructions;

/// <summary>
/// One instruction with symbolic operands. The generated factory methods make instructions whose operands fit; the
/// constructor takes any.
/// </summary>
public sealed partial record Instruction
{
    /// <summary>Makes an instruction without checking that the operands fit the opcode.</summary>
    /// <param name="opcode">The operation.</param>
    /// <param name="operands">As many operands as the opcode has.</param>
    /// <exception cref="ArgumentException">The number of operands is wrong.</exception>
    public Instruction(Opcode opcode, ImmutableArray<Operand> operands)
    {
        if (OpcodeTable.TryGet(opcode) is not { } definition)
        {
            throw new ArgumentException($"there is no opcode {(int)opcode}", nameof(opcode));
        }

        if (operands.Length != definition.Operands.Length)
        {
            throw new ArgumentException(
                $"{definition.Name} takes {definition.Operands.Length} operands, not {operands.Length}",
                nameof(operands));
        }

        Opcode = opcode;
        Operands = operands;
        (Form, FormSize) = FindForm(opcode, operands.AsSpan());
    }

    internal Instruction(OpcodeDefinition definition, ImmutableArray<Operand> operands)
    {
        Opcode = definition.Opcode;
        Operands = operands;
        (Form, FormSize) = FindForm(Opcode, operands.AsSpan());
    }

    /// <summary>The operation.</summary>
    public Opcode Opcode { get; }

    /// <summary>The operands, in the order of the file.</summary>
    public ImmutableArray<Operand> Operands { get; }

    /// <summary>
    /// For speed alone: how the instruction is written, the first byte lowest, when that depends on no table and takes up to eight bytes.
    /// </summary>
    internal ulong Form { get; }

    /// <summary>How many bytes <see cref="Form"/> has; 0 when there is none.</summary>
    internal byte FormSize { get; }

    /// <summary>Compares the operation and the operands one by one.</summary>
    public bool Equals(Instruction? other) =>
        other is not null && Opcode == other.Opcode && Operands.AsSpan().SequenceEqual(other.Operands.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = (int)Opcode;
        foreach (var operand in Operands)
        {
            hash = Terms.TermHash.Add(hash, operand.GetHashCode());
        }

        return hash;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var name = OpcodeTable.TryGet(Opcode)!.Name;
        return Operands.IsEmpty ? name : $"{{{name},{string.Join(',', Operands)}}}";
    }

    private static (ulong Form, byte Size) FindForm(Opcode opcode, ReadOnlySpan<Operand> operands)
    {
        var form = (ulong)opcode;
        var size = 1;
        foreach (var operand in operands)
        {
            var key = operand.Key;
            var length = (key >> 24) & 3;
            if (key >= 0 || size + length > sizeof(ulong))
            {
                return default;
            }

            form |= ((ulong)key & 0xFFFFFF) << (8 * size);
            size += length;
        }

        return (form, (byte)size);
    }

    private static LabelOperand Required(LabelOperand label) =>
        label.IsLabel
            ? label
            : throw new ArgumentException("this instruction cannot do without a label", nameof(label));

    private static ListOperand List(IEnumerable<Operand> items) => new([.. items]);

    private static ListOperand NonEmptyList(IEnumerable<Operand> items)
    {
        var list = List(items);
        return list.Items.IsEmpty ? throw new ArgumentException("this list must not be empty", nameof(items)) : list;
    }
}
