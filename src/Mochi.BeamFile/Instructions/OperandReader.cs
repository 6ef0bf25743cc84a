using System.Collections.Immutable;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Types;

namespace Mochi.BeamFile.Instructions;

/// <summary>Reads operands. The opcode table says which numbers are indices, and into which table.</summary>
internal sealed class OperandReader
{
    private const int MaximumRegister = 0xFFFF;

    private readonly ImmutableArray<ImportOperand> _imports;
    private readonly StringResolver _strings;
    private readonly ImmutableArray<BeamType> _types;
    private readonly ImmutableArray<LocationOperand> _locations;
    private readonly bool _hasLines;
    private readonly Operand[] _atoms;
    private readonly Operand[] _literals;
    private readonly Operand[] _lambdas;
    private LabelOperand?[] _labels = new LabelOperand?[64];

    public OperandReader(BeamChunks chunks)
    {
        _imports = chunks.Imports;
        _strings = new StringResolver(chunks.Strings, Diagnostics);
        _types = chunks.Types?.Types ?? default;
        _hasLines = chunks.Lines is not null;
        _locations = chunks.Lines?.Locations ?? [];
        _atoms = [NilOperand.Instance, .. chunks.Atoms.Names.Select(name => new AtomOperand(name))];
        _literals = [.. chunks.Literals.Terms.Select(term => new LiteralOperand(term))];
        _lambdas =
        [
            .. chunks.Lambdas.Select(
                entry => new LambdaOperand(entry.Function, entry.Arity, entry.Label, entry.FreeCount)),
        ];
    }

    public ImmutableArray<Diagnostic>.Builder Diagnostics { get; } = ImmutableArray.CreateBuilder<Diagnostic>();

    public ImmutableArray<Operand> ReadAll(ref ByteReader reader, OpcodeDefinition definition)
    {
        var slots = definition.Operands;
        if (slots.IsEmpty)
        {
            return [];
        }

        var operands = new Operand[slots.Length];
        for (var index = 0; index < operands.Length; index++)
        {
            operands[index] = Read(ref reader, slots[index], isLast: index == operands.Length - 1);
        }

        if (definition.HasStrings)
        {
            _strings.Resolve(operands, slots);
        }

        return System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(operands);
    }

    private Operand Read(ref ByteReader reader, OperandSlot slot, bool isLast)
    {
        var start = reader.Position;
        var term = CompactTermReader.Read(ref reader);
        switch (term.Tag)
        {
            case CompactTerm.Unsigned:
                return Number(ref reader, slot.Kind, term, start);
            case CompactTerm.Integer:
                return new IntegerOperand(term.Integer);
            case CompactTerm.Atom:
                return Entry<Operand>(ref reader, _atoms, term, start, "atom");
            case CompactTerm.X:
                return XRegister.Of(Register(ref reader, term, start));
            case CompactTerm.Y:
                return YRegister.Of(Register(ref reader, term, start));
            case CompactTerm.Label:
                return Label(ref reader, term, start);
            case CompactTerm.Extended:
                return Extended(ref reader, slot, (byte)term.Value, start, isLast);
            default:
                throw BadOperand(ref reader, "no operand has tag 6", start);
        }
    }

    private Operand Number(ref ByteReader reader, OperandSlotKind kind, CompactTermReader.RawTerm term, int start)
    {
        switch (kind)
        {
            case OperandSlotKind.Import:
                return Entry(ref reader, _imports.AsSpan(), term, start, "import");
            case OperandSlotKind.Lambda or OperandSlotKind.FunTag:
                return Entry<Operand>(ref reader, _lambdas, term, start, "lambda");
            case OperandSlotKind.HeapNeed:
                return new AllocationOperand(Int(ref reader, term, start));
            case OperandSlotKind.Location:
                return Location(term, start);
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

    private Operand Location(CompactTermReader.RawTerm term, int start)
    {
        if (term is { IsLarge: false, Value: 0 })
        {
            return LocationOperand.None;
        }

        if (!term.IsLarge && term.Value > 0 && term.Value <= _locations.Length)
        {
            return _locations[(int)term.Value - 1];
        }

        if (_hasLines)
        {
            Diagnostics.Add(new Diagnostic(
                BeamFileCodes.BadIndex, DiagnosticSeverity.Warning, $"place {term.Integer} is not in the line table",
                new DiagnosticPlace(null, Chunk: ChunkId.Code, Offset: start)));
        }

        // Files without line table keep their numbers.
        return new UnsignedOperand(term.IsLarge || term.Value < 0 ? 0 : (ulong)term.Value);
    }

    private Operand Extended(ref ByteReader reader, OperandSlot slot, byte kind, int start, bool isLast)
    {
        switch (kind)
        {
            case CompactTerm.List when isLast:
                return List(ref reader, slot);
            case CompactTerm.FloatRegister:
                return new FloatRegister(Register(ref reader, ReadUnsigned(ref reader), start));
            case CompactTerm.AllocationList:
                return Allocation(ref reader);
            case CompactTerm.Literal:
                return Entry<Operand>(ref reader, _literals, ReadUnsigned(ref reader), start, "literal");
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

        var items = new Operand[count];
        for (var index = 0; index < count; index++)
        {
            items[index] = Read(ref reader, slot.GroupSlot(index), isLast: false);
        }

        return new ListOperand(System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(items));
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

    private LabelOperand Label(ref ByteReader reader, CompactTermReader.RawTerm term, int start)
    {
        var label = Int(ref reader, term, start);
        if (label >= 1 << 20)
        {
            return new LabelOperand(label);
        }

        if (label >= _labels.Length)
        {
            Array.Resize(ref _labels, Math.Max(label + 1, _labels.Length * 2));
        }

        return _labels[label] ??= label == 0 ? LabelOperand.None : new LabelOperand(label);
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

    private static T Entry<T>(
        ref ByteReader reader, ReadOnlySpan<T> table, CompactTermReader.RawTerm term, int start, string what) =>
        !term.IsLarge && (ulong)term.Value < (ulong)table.Length
            ? table[(int)term.Value]
            : throw reader.Error(
                BeamFileCodes.BadIndex, $"{what} {term.Integer} is not in the table of {table.Length}", start);

    private static DiagnosticException BadOperand(ref ByteReader reader, string message, int start) =>
        reader.Error(BeamFileCodes.BadOperand, message, start);
}
