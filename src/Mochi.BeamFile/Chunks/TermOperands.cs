using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Chunks;

/// <summary>
/// Reads and writes the chunks that are built like instructions (<c>Recs</c>, <c>DbgB</c>). Only the form that the compiler
/// writes is read, so that what was read is written back byte for byte; anything else is an error.
/// </summary>
internal ref struct TermOperands
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly BeamChunks _chunks;
    private ByteReader _reader;

    public TermOperands(ReadOnlySpan<byte> data, string chunk, BeamChunks chunks)
    {
        _data = data;
        _chunks = chunks;
        _reader = new ByteReader(data, chunk);
    }

    public readonly int Position => _reader.Position;

    public readonly bool IsAtEnd => _reader.IsAtEnd;

    public uint ReadUInt32() => _reader.ReadUInt32();

    public int ReadCount(int minimumSize, string what) => _reader.ReadCount(minimumSize, what);

    /// <summary>Whether the next byte is this opcode; it is then read.</summary>
    public bool TryReadOpcode(Opcode opcode)
    {
        if (_reader.IsAtEnd || _data[_reader.Position] != (byte)opcode)
        {
            return false;
        }

        _reader.ReadByte();
        return true;
    }

    /// <summary>Whether the next byte begins a plain number.</summary>
    public readonly bool IsNumberNext() =>
        !_reader.IsAtEnd && (_data[_reader.Position] & 7) == CompactTerm.Unsigned;

    /// <summary>Reads a plain number.</summary>
    public int ReadNumber(int maximum, string what)
    {
        var start = _reader.Position;
        var term = ReadCanonical();
        return term is { Tag: CompactTerm.Unsigned, IsLarge: false, Value: >= 0 } && term.Value <= maximum
            ? (int)term.Value
            : throw Error($"{what} must be a number from 0 to {maximum}", start);
    }

    /// <summary>Reads the head of a list and gives the number of its items.</summary>
    public int ReadListCount()
    {
        var start = _reader.Position;
        if (_reader.ReadByte() != CompactTerm.List)
        {
            throw Error("a list is expected here", start);
        }

        start = _reader.Position;
        var count = ReadNumber(int.MaxValue, "the length of a list");
        return count <= _reader.Remaining
            ? count
            : throw _reader.Error(
                BeamFileCodes.BadCount, $"{count} items cannot fit into the {_reader.Remaining} bytes that follow",
                start);
    }

    /// <summary>Reads a register or a value.</summary>
    public Operand ReadOperand()
    {
        var start = _reader.Position;
        var term = ReadCanonical();
        switch (term.Tag)
        {
            case CompactTerm.Integer:
                return new IntegerOperand(term.Integer);
            case CompactTerm.Atom when term is { IsLarge: false, Value: 0 }:
                return NilOperand.Instance;
            case CompactTerm.Atom when !term.IsLarge && (ulong)term.Value <= (ulong)_chunks.Atoms.Names.Length:
                return new AtomOperand(_chunks.Atoms.Names[(int)term.Value - 1]);
            case CompactTerm.X when term is { IsLarge: false, Value: >= 0 and <= ushort.MaxValue }:
                return Register.X((int)term.Value);
            case CompactTerm.Y when term is { IsLarge: false, Value: >= 0 and <= ushort.MaxValue }:
                return Register.Y((int)term.Value);
            case CompactTerm.Extended when term.Value == CompactTerm.Literal:
                return ReadLiteral();
            default:
                throw Error("an atom, integer, literal or register is expected here", start);
        }
    }

    /// <summary>Reads a value.</summary>
    public Term ReadConstant()
    {
        var start = _reader.Position;
        return ReadOperand() switch
        {
            AtomOperand atom => Term.Atom(atom.Name),
            NilOperand => Term.Nil,
            IntegerOperand integer => Term.Integer(integer.Value),
            LiteralOperand literal when Operand.Constant(literal.Term) is LiteralOperand => literal.Term,
            _ => throw Error("a value is expected here, written as compilers do", start),
        };
    }

    public string ReadAtom()
    {
        var start = _reader.Position;
        return ReadOperand() is AtomOperand atom ? atom.Name : throw Error("an atom is expected here", start);
    }

    public readonly DiagnosticException Error(string message, int offset) =>
        _reader.Error(BeamFileCodes.BadOperand, message, offset);

    public readonly void RequireEnd()
    {
        if (!_reader.IsAtEnd)
        {
            throw _reader.Error(
                BeamFileCodes.StrayBytes, $"{_reader.Remaining} bytes follow the last entry", _reader.Position);
        }
    }

    public static void Write(ByteWriter writer, SymbolTables tables, Operand operand)
    {
        switch (operand)
        {
            case XRegister register:
                CompactTerm.Write(writer, CompactTerm.X, register.Index);
                break;
            case YRegister register:
                CompactTerm.Write(writer, CompactTerm.Y, register.Index);
                break;
            case AtomOperand atom:
                CompactTerm.Write(writer, CompactTerm.Atom, tables.Atom(atom.Name));
                break;
            case NilOperand:
                CompactTerm.Write(writer, CompactTerm.Atom, 0);
                break;
            case IntegerOperand integer:
                CompactTerm.Write(writer, CompactTerm.Integer, integer.Value);
                break;
            case LiteralOperand literal:
                writer.WriteByte(CompactTerm.Literal);
                CompactTerm.Write(writer, CompactTerm.Unsigned, tables.Literal(literal.Term));
                break;
            default:
                throw new DiagnosticException(new Diagnostic(
                    BeamFileCodes.CannotWrite, DiagnosticSeverity.Error,
                    $"{operand} is neither a register nor a value", DiagnosticPlace.None));
        }
    }

    public static void WriteConstant(ByteWriter writer, SymbolTables tables, Term term) =>
        Write(writer, tables, (Operand)Operand.Constant(term));

    public static void WriteList(ByteWriter writer, int count)
    {
        writer.WriteByte(CompactTerm.List);
        CompactTerm.Write(writer, CompactTerm.Unsigned, count);
    }

    private LiteralOperand ReadLiteral()
    {
        var literals = _chunks.Literals.Terms;
        var start = _reader.Position;
        var index = ReadNumber(int.MaxValue, "the number of a literal");
        return index < literals.Length
            ? new LiteralOperand(literals[index])
            : throw _reader.Error(
                BeamFileCodes.BadIndex, $"literal {index} is not in the table of {literals.Length}", start);
    }

    private CompactTermReader.RawTerm ReadCanonical()
    {
        var start = _reader.Position;
        var term = CompactTermReader.Read(ref _reader);
        if (term.Tag == CompactTerm.Extended)
        {
            return term;
        }

        using var writer = new ByteWriter(16);
        CompactTerm.Write(writer, term.Tag, term.Integer);
        return writer.Written.SequenceEqual(_data[start.._reader.Position])
            ? term
            : throw Error("a number is not written in its shortest form", start);
    }
}
