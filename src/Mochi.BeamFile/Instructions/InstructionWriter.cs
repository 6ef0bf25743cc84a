using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Chunks;

namespace Mochi.BeamFile.Instructions;

/// <summary>Writes instructions, entering what they name into the tables.</summary>
internal sealed class InstructionWriter(ByteWriter writer, SymbolTables tables)
{
    // Bytes to reserve at once, so that operands can be written without asking for each.
    private const int Room = 256;

    private readonly RecentForms _recent = tables.RecentForms;

    /// <summary>The greatest opcode written.</summary>
    public int MaximumOpcode { get; private set; }

    /// <summary>The greatest label defined.</summary>
    public int MaximumLabel { get; private set; }

    /// <summary>How many functions were begun.</summary>
    public int FunctionCount { get; private set; }

    /// <summary>How many instructions gave a place in the source.</summary>
    public int LocationCount { get; private set; }

    /// <summary>Whether an <c>executable_line</c> was written.</summary>
    public bool HasExecutableLine { get; private set; }

    /// <summary>Whether a register with a type was written.</summary>
    public bool HasTypedRegister { get; private set; }

    /// <summary>Writes the instructions of a function.</summary>
    public void Write(ImmutableArray<Instruction> instructions)
    {
        var room = writer.Reserve(Room);
        var filled = 0;
        foreach (var instruction in instructions)
        {
            if (room.Length - filled < sizeof(ulong))
            {
                Renew(ref room, ref filled);
            }

            Count(instruction);
            if (instruction.FormSize > 0)
            {
                // More bytes than it takes, because one store is faster; what follows overwrites them.
                BinaryPrimitives.WriteUInt64LittleEndian(room[filled..], instruction.Form);
                filled += instruction.FormSize;
                continue;
            }

            room[filled++] = (byte)instruction.Opcode;
            foreach (var operand in instruction.Operands)
            {
                Write(operand, ref room, ref filled);
            }
        }

        writer.GiveBack(room.Length - filled);
    }

    private void Write(ReadOnlySpan<Operand> operands)
    {
        var room = writer.Reserve(Room);
        var filled = 0;
        foreach (var operand in operands)
        {
            Write(operand, ref room, ref filled);
        }

        writer.GiveBack(room.Length - filled);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(Operand operand, ref Span<byte> room, ref int filled)
    {
        var key = operand.Key;
        var form = (uint)key & 0xFFFFFF;
        var size = (key >> 24) & 3;

        if ((key < 0 || _recent.TryFind(operand, out form, out size))
            && BinaryPrimitives.TryWriteUInt32LittleEndian(room[filled..], form))
        {
            filled += size;
            return;
        }

        WriteElsewise(operand, ref room, ref filled);
    }

    // An operand that has not been written lately, or for which there is no room.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteElsewise(Operand operand, ref Span<byte> room, ref int filled)
    {
        if (room.Length - filled < RecentForms.MaximumSize)
        {
            Renew(ref room, ref filled);
        }

        var (tag, number) = NumberOf(operand);
        if ((uint)number <= CompactTerm.MaximumShort)
        {
            var key = CompactTerm.ShortForm(tag, number);
            var form = (uint)key & 0xFFFFFF;
            var size = (key >> 24) & 3;
            if (operand is LiteralOperand)
            {
                form = (form << 8) | CompactTerm.Literal;
                size++;
            }

            _recent.Keep(operand, form, size);
            BinaryPrimitives.WriteUInt32LittleEndian(room[filled..], form);
            filled += size;
            return;
        }

        writer.GiveBack(room.Length - filled);
        var start = writer.Length;
        Write(operand);
        _recent.Keep(operand, writer.Written[start..]);
        room = writer.Reserve(Room);
        filled = 0;
    }

    private void Renew(ref Span<byte> room, ref int filled)
    {
        writer.GiveBack(room.Length - filled);
        room = writer.Reserve(Room);
        filled = 0;
    }

    private void Count(Instruction instruction)
    {
        MaximumOpcode = Math.Max(MaximumOpcode, (int)instruction.Opcode);
        switch (instruction.Opcode)
        {
            case Opcode.Label when instruction.Operands[0] is UnsignedOperand label:
                MaximumLabel = Math.Max(MaximumLabel, (int)Math.Min(label.Value, int.MaxValue));
                break;
            case Opcode.FuncInfo:
                FunctionCount++;
                break;
            case Opcode.Line or Opcode.DebugLine:
                LocationCount++;
                break;
            case Opcode.ExecutableLine:
                LocationCount++;
                HasExecutableLine = true;
                break;
            default:
                break;
        }
    }

    private void Write(Operand operand)
    {
        switch (operand)
        {
            case XRegister register:
                CompactTerm.Write(writer, CompactTerm.X, register.Index);
                break;
            case YRegister register:
                CompactTerm.Write(writer, CompactTerm.Y, register.Index);
                break;
            case TypedRegister typed:
                HasTypedRegister = true;
                writer.WriteByte(CompactTerm.TypedRegister);
                Write(typed.Register);
                CompactTerm.Write(writer, CompactTerm.Unsigned, tables.Type(typed.Type));
                break;
            case NilOperand:
                CompactTerm.Write(writer, CompactTerm.Atom, 0);
                break;
            case LabelOperand label:
                CompactTerm.Write(writer, CompactTerm.Label, label.Label);
                break;
            case UnsignedOperand number:
                CompactTerm.Write(writer, CompactTerm.Unsigned, number.Value);
                break;
            case IntegerOperand integer:
                CompactTerm.Write(writer, CompactTerm.Integer, integer.Value);
                break;
            case LiteralOperand:
                writer.WriteByte(CompactTerm.Literal);
                WriteNumber(operand);
                break;
            case AtomOperand or ImportOperand or LambdaOperand or LocationOperand:
                WriteNumber(operand);
                break;
            case StringOperand text:
                CompactTerm.Write(writer, CompactTerm.Unsigned, tables.String(text.Bytes.AsSpan()));
                break;
            case FloatRegister register:
                writer.WriteByte(CompactTerm.FloatRegister);
                CompactTerm.Write(writer, CompactTerm.Unsigned, register.Index);
                break;
            case AllocationOperand allocation:
                WriteAllocation(allocation);
                break;
            case ListOperand list:
                writer.WriteByte(CompactTerm.List);
                CompactTerm.Write(writer, CompactTerm.Unsigned, list.Items.Length);
                Write(list.Items.AsSpan());
                break;
            default:
                throw new ArgumentException($"{operand} is no operand", nameof(operand));
        }
    }

    // The number of what is written as one, and the tag that it is written with; a negative number of everything else.
    private (int Tag, int Number) NumberOf(Operand operand) => operand switch
    {
        LocationOperand location => (CompactTerm.Unsigned, tables.Location(location)),
        AtomOperand atom => (CompactTerm.Atom, tables.Atom(atom.Name)),
        LiteralOperand literal => (CompactTerm.Unsigned, tables.Literal(literal.Term)),
        ImportOperand import => (CompactTerm.Unsigned, tables.Import(import)),
        LambdaOperand lambda => (CompactTerm.Unsigned, tables.Lambda(lambda)),
        _ => (0, -1),
    };

    private void WriteNumber(Operand operand)
    {
        var (tag, number) = NumberOf(operand);
        CompactTerm.Write(writer, tag, number);
    }

    private void WriteAllocation(AllocationOperand allocation)
    {
        if (allocation.Floats == 0 && allocation.Funs == 0)
        {
            CompactTerm.Write(writer, CompactTerm.Unsigned, allocation.Words);
            return;
        }

        writer.WriteByte(CompactTerm.AllocationList);
        CompactTerm.Write(writer, CompactTerm.Unsigned, 3);
        WriteNeed(0, allocation.Words);
        WriteNeed(1, allocation.Floats);
        WriteNeed(2, allocation.Funs);
    }

    private void WriteNeed(int kind, int count)
    {
        CompactTerm.Write(writer, CompactTerm.Unsigned, kind);
        CompactTerm.Write(writer, CompactTerm.Unsigned, count);
    }
}
