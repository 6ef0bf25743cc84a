using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Chunks;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Types;

namespace Mochi.BeamFile.Instructions;

/// <summary>Reads operands. The opcode table says which numbers are indices, and into which table.</summary>
internal sealed class OperandReader
{
    private const int MaximumRegister = 0xFFFF;
    private const int CachedRegisters = 16;

    private static readonly Operand?[] None = [];

    private readonly Operand?[][] _tables;
    private readonly Operand?[] _atoms;
    private readonly Operand?[] _imports;
    private readonly Operand?[] _lambdas;
    private readonly Operand?[] _locations;
    private readonly Operand?[] _literals;
    private readonly ImmutableArray<BeamType> _types;
    private readonly TypedRegister?[]?[] _typed;
    private readonly StringResolver _strings;
    private readonly bool _hasLines;

    public OperandReader(BeamChunks chunks)
    {
        _atoms = Atoms(chunks.Atoms.Names);
        _imports = ImmutableCollectionsMarshal.AsArray(ImmutableArray<Operand>.CastUp(chunks.Imports))!;
        _lambdas = Lambdas(chunks.Lambdas);
        _locations = Locations(chunks.Lines?.Locations ?? []);
        _literals = Literals(chunks.Literals.Terms);
        _types = chunks.Types?.Types ?? default;
        _typed = new TypedRegister?[]?[_types.IsDefault ? 0 : _types.Length];
        _strings = new StringResolver(chunks.Strings, Diagnostics);
        _hasLines = chunks.Lines is not null;
        _tables = Tables();
    }

    // For each kind of place, for each tag: what the numbers stand for.
    private Operand?[][] Tables()
    {
        Operand?[][] numbers = [UnsignedOperand.Low, _imports, _lambdas, AllocationOperand.Low, _locations];
        var tables = new Operand?[numbers.Length * OperandSlot.TagCount][];
        for (var place = 0; place < numbers.Length; place++)
        {
            Operand?[][] tagged =
                [numbers[place], IntegerOperand.Low, _atoms, XRegister.Low, YRegister.Low, LabelOperand.Low, None, None];
            tagged.CopyTo(tables, place * OperandSlot.TagCount);
        }

        return tables;
    }

    // Here and below a span, because storing into an array of a class with subclasses checks the type each time.
    private static Operand?[] Atoms(ImmutableArray<string> names)
    {
        var table = new Operand?[names.Length + 1];
        var atoms = table.AsSpan();
        atoms[0] = NilOperand.Instance;
        for (var index = 0; index < names.Length; index++)
        {
            atoms[index + 1] = new AtomOperand(names[index]);
        }

        return table;
    }

    private static Operand?[] Lambdas(ImmutableArray<LambdaEntry> entries)
    {
        var lambdas = new Operand?[entries.Length];
        for (var index = 0; index < lambdas.Length; index++)
        {
            var entry = entries[index];
            lambdas[index] = new LambdaOperand(entry.Function, entry.Arity, entry.Label, entry.FreeCount);
        }

        return lambdas;
    }

    private static Operand?[] Literals(ImmutableArray<Terms.Term> terms)
    {
        var table = new Operand?[terms.Length];
        var literals = table.AsSpan();
        for (var index = 0; index < literals.Length; index++)
        {
            literals[index] = new LiteralOperand(terms[index]);
        }

        return table;
    }

    private static Operand?[] Locations(ImmutableArray<LocationOperand> locations)
    {
        var table = new Operand?[locations.Length + 1];
        table[0] = LocationOperand.None;
        ImmutableCollectionsMarshal.AsArray(locations)!.CopyTo(table, 1);
        return table;
    }

    public ImmutableArray<Diagnostic>.Builder Diagnostics { get; } = ImmutableArray.CreateBuilder<Diagnostic>();

    /// <summary>Reads the operands of an instruction into a buffer that is large enough for any.</summary>
    public void ReadAll(ref ByteReader reader, OpcodeDefinition definition, scoped Span<Operand> operands)
    {
        var data = reader.Data;
        var start = reader.Position;
        var position = start;
        var arity = definition.Arity;
        var tableOffsets = definition.TableOffsets;
        for (var index = 0; index < arity; index++, tableOffsets >>= 8)
        {
            if (TryReadShort(data, ref position, (byte)tableOffsets) is { } known)
            {
                operands[index] = known;
                continue;
            }

            reader.Position = position;
            operands[index] = ReadAny(ref reader, definition.Slots[index], isLast: index == arity - 1, position);
            position = reader.Position;
        }

        reader.Position = position;
        if (definition.HasStrings)
        {
            _strings.Resolve(operands, definition.Operands, start);
        }
    }

    // Almost every operand has one of the two short forms and stands for something that is already there. Which of the
    // forms it is cannot be predicted, so there is no branch for it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Operand? TryReadShort(ReadOnlySpan<byte> data, ref int position, int tableOffset)
    {
        if (!BinaryPrimitives.TryReadUInt32BigEndian(data[position..], out var bytes)
            || (bytes & 0x1800_0000) == 0x1800_0000)
        {
            return null;
        }

        var isLong = (int)(bytes >> 27) & 1;
        var longMask = (uint)-isLong;
        var longValue = ((bytes >> 21) & 0x700) | ((bytes >> 16) & 0xFF);
        var value = (longValue & longMask) | ((bytes >> 28) & ~longMask);
        var table = _tables[tableOffset | ((int)(bytes >> 24) & 7)];
        if (value >= (uint)table.Length || table[value] is not { } known)
        {
            return null;
        }

        position += 1 + isLong;
        return known;
    }

    private Operand ReadAny(ref ByteReader reader, OperandSlot slot, bool isLast, int start)
    {
        var first = reader.ReadByte();
        if ((first & 7) == CompactTerm.Extended)
        {
            return Extended(ref reader, slot, first, start, isLast);
        }

        reader.Position = start;
        var term = CompactTermReader.Read(ref reader);
        switch (term.Tag)
        {
            case CompactTerm.Unsigned:
                return Number(ref reader, slot.Kind, term, start);
            case CompactTerm.Integer:
                return term.IsLarge ? new IntegerOperand(term.Large) : IntegerOperand.Of(term.Value);
            case CompactTerm.Atom:
                return Entry(ref reader, _atoms, term, start, "atom");
            case CompactTerm.X:
                return XRegister.Of(Register(ref reader, term, start));
            case CompactTerm.Y:
                return YRegister.Of(Register(ref reader, term, start));
            case CompactTerm.Label:
                return LabelOperand.Of(Int(ref reader, term, start));
            default:
                throw BadOperand(ref reader, "no operand has tag 6", start);
        }
    }

    private Operand Number(ref ByteReader reader, OperandSlotKind kind, CompactTermReader.RawTerm term, int start)
    {
        switch (kind)
        {
            case OperandSlotKind.Import:
                return Entry(ref reader, _imports, term, start, "import");
            case OperandSlotKind.Lambda or OperandSlotKind.FunTag:
                return Entry(ref reader, _lambdas, term, start, "lambda");
            case OperandSlotKind.HeapNeed:
                return AllocationOperand.OfWords(Int(ref reader, term, start));
            case OperandSlotKind.Location:
                return Location(ref reader, term, start);
            default:
                return term.IsLarge
                    ? term.Large.Sign > 0 && term.Large <= ulong.MaxValue
                        ? new UnsignedOperand((ulong)term.Large)
                        : throw BadOperand(ref reader, "a number is out of range", start)
                    : term.Value >= 0
                        ? UnsignedOperand.Of((ulong)term.Value)
                        : throw BadOperand(ref reader, "a number must not be negative", start);
        }
    }

    private Operand Location(ref ByteReader reader, CompactTermReader.RawTerm term, int start)
    {
        var number = Int(ref reader, term, start);
        if (number < _locations.Length)
        {
            return _locations[number]!;
        }

        if (_hasLines)
        {
            Diagnostics.Add(new Diagnostic(
                BeamFileCodes.BadIndex, DiagnosticSeverity.Warning, $"place {number} is not in the line table",
                new DiagnosticPlace(null, Chunk: ChunkId.Code, Offset: start)));
        }

        // Files without line table keep their numbers.
        return new UnsignedOperand((ulong)number);
    }

    private Operand Extended(ref ByteReader reader, OperandSlot slot, byte kind, int start, bool isLast)
    {
        switch (kind)
        {
            case CompactTerm.List when isLast:
                return List(ref reader, slot);
            case CompactTerm.FloatRegister:
                return new FloatRegister(Register(ref reader, ReadUnsigned(ref reader), start));
            case CompactTerm.AllocationList when slot.Kind == OperandSlotKind.HeapNeed:
                return Allocation(ref reader);
            case CompactTerm.Literal:
                return Literal(ref reader, start);
            case CompactTerm.TypedRegister:
                return Typed(ref reader, start);
            default:
                throw BadOperand(ref reader, $"no operand begins with the byte {kind:X2} here", start);
        }
    }

    private ListOperand List(ref ByteReader reader, OperandSlot slot)
    {
        var start = reader.Position;
        var count = Int(ref reader, ReadUnsigned(ref reader), start);
        if (count > reader.Remaining)
        {
            throw reader.Error(
                BeamFileCodes.BadCount, $"{count} operands cannot fit into the {reader.Remaining} bytes that follow",
                start);
        }

        var array = new Operand[count];
        var items = array.AsSpan();
        var data = reader.Data;
        var position = reader.Position;
        for (var index = 0; index < items.Length; index++)
        {
            var item = slot.GroupSlot(index);
            if (TryReadShort(data, ref position, item.TableOffset) is { } known)
            {
                items[index] = known;
                continue;
            }

            reader.Position = position;
            items[index] = ReadAny(ref reader, item, isLast: false, position);
            position = reader.Position;
        }

        reader.Position = position;

        return new ListOperand(ImmutableCollectionsMarshal.AsImmutableArray(array));
    }

    private static AllocationOperand Allocation(ref ByteReader reader)
    {
        var start = reader.Position;
        var count = Int(ref reader, ReadUnsigned(ref reader), start);
        Span<int> needs = stackalloc int[3];
        needs.Clear();
        for (var index = 0; index < count; index++)
        {
            var position = reader.Position;
            var kind = Int(ref reader, ReadUnsigned(ref reader), position);
            if (kind > 2)
            {
                throw BadOperand(ref reader, $"there is no kind {kind} of heap need", position);
            }

            needs[kind] = Int(ref reader, ReadUnsigned(ref reader), position);
        }

        return new AllocationOperand(needs[0], needs[1], needs[2]);
    }

    private TypedRegister Typed(ref ByteReader reader, int start)
    {
        var inner = reader.Position;
        if (CompactTermReader.TryReadSmall(ref reader, out var tag, out var number)
            && tag is CompactTerm.X or CompactTerm.Y && number < CachedRegisters
            && CompactTermReader.TryReadSmall(ref reader, out var typeTag, out var type)
            && typeTag == CompactTerm.Unsigned && (uint)type < (uint)_typed.Length)
        {
            // Compilers give the same few registers the same types again and again.
            var known = _typed[type] ??= new TypedRegister?[2 * CachedRegisters];
            return known[(2 * number) + tag - CompactTerm.X] ??= new TypedRegister(
                tag == CompactTerm.X ? XRegister.Of(number) : YRegister.Of(number), _types[type]);
        }

        reader.Position = inner;
        var term = CompactTermReader.Read(ref reader);
        Register register = term.Tag switch
        {
            CompactTerm.X => XRegister.Of(Register(ref reader, term, start)),
            CompactTerm.Y => YRegister.Of(Register(ref reader, term, start)),
            _ => throw BadOperand(ref reader, "only x and y registers have types", start),
        };
        var index = Int(ref reader, ReadUnsigned(ref reader), start);
        if (_types.IsDefault)
        {
            return new TypedRegister(register, BeamType.Unknown(index));
        }

        return index < _types.Length
            ? new TypedRegister(register, _types[index])
            : throw reader.Error(BeamFileCodes.BadIndex, $"type {index} is not in the table of {_types.Length}", start);
    }

    private Operand Literal(ref ByteReader reader, int start)
    {
        if (CompactTermReader.TryReadSmall(ref reader, out var tag, out var index))
        {
            if (tag == CompactTerm.Unsigned && (uint)index < (uint)_literals.Length)
            {
                return _literals[index]!;
            }

            reader.Position = start + 1;
        }

        return Entry(ref reader, _literals, ReadUnsigned(ref reader), start, "literal");
    }

    private static CompactTermReader.RawTerm ReadUnsigned(ref ByteReader reader)
    {
        var start = reader.Position;
        var term = CompactTermReader.Read(ref reader);
        return term.Tag == CompactTerm.Unsigned
            ? term
            : throw BadOperand(ref reader, "a plain number is expected here", start);
    }

    private static int Int(ref ByteReader reader, CompactTermReader.RawTerm term, int start) =>
        !term.IsLarge && term.Value is >= 0 and <= int.MaxValue
            ? (int)term.Value
            : throw BadOperand(ref reader, "a number is out of range", start);

    private static int Register(ref ByteReader reader, CompactTermReader.RawTerm term, int start) =>
        !term.IsLarge && term.Value is >= 0 and <= MaximumRegister
            ? (int)term.Value
            : throw BadOperand(ref reader, "there is no register of this number", start);

    private static Operand Entry(
        ref ByteReader reader, Operand?[] table, CompactTermReader.RawTerm term, int start, string what) =>
        !term.IsLarge && (ulong)term.Value < (ulong)table.Length
            ? table[term.Value]!
            : throw reader.Error(
                BeamFileCodes.BadIndex, $"{what} {term.Integer} is not in the table of {table.Length}", start);

    private static DiagnosticException BadOperand(ref ByteReader reader, string message, int start) =>
        reader.Error(BeamFileCodes.BadOperand, message, start);
}
