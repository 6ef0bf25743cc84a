using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Instructions;

/// <summary>
/// Walks through the code of a module without making an object for each instruction: the operands of the current one are
/// in a buffer that the next one overwrites, and most of them are shared.
/// </summary>
/// <example>
/// <code>
/// var scanner = chunks.ScanCode();
/// while (scanner.MoveNext())
/// {
///     if (scanner.Opcode == Opcode.CallExt) Console.WriteLine(scanner.Operands[1]);
/// }
/// </code>
/// </example>
public ref struct InstructionScanner
{
    private readonly OperandReader _operands;
    private OperandBuffer _buffer;
    private readonly int _limit;
    private ByteReader _reader;
    private OpcodeDefinition? _definition;
    private int _count;

    internal InstructionScanner(BeamChunks chunks, ReadOnlyMemory<byte> data, ReadLimits limits)
    {
        _operands = new OperandReader(chunks);
        _limit = limits.Instructions;
        _reader = new ByteReader(data.Span, ChunkId.Code, chunks.CodeHeader.CodeOffset);
        Offset = _reader.Position;
    }

    /// <summary>What is known about the current instruction's opcode.</summary>
    /// <exception cref="InvalidOperationException">There is no current instruction.</exception>
    public readonly OpcodeDefinition Definition =>
        _definition ?? throw new InvalidOperationException("there is no current instruction");

    /// <summary>The current instruction's operation.</summary>
    /// <exception cref="InvalidOperationException">There is no current instruction.</exception>
    public readonly Opcode Opcode => Definition.Opcode;

    /// <summary>The current instruction's operands; they change with the next <see cref="MoveNext"/>.</summary>
    /// <exception cref="InvalidOperationException">There is no current instruction.</exception>
    [UnscopedRef]
    public readonly ReadOnlySpan<Operand> Operands =>
        MemoryMarshal.CreateReadOnlySpan(in _buffer.First, Definition.Arity);

    /// <summary>
    /// Where in the chunk the current instruction begins; after the last one, where the first byte is that was not read.
    /// </summary>
    public int Offset { get; private set; }

    /// <summary>Where in the chunk the next instruction begins.</summary>
    public readonly int EndOffset => _reader.Position;

    /// <summary>
    /// After the last instruction, whether what is left is <c>int_code_end</c> and nothing else.
    /// </summary>
    public bool IsComplete { get; private set; }

    /// <summary>What is doubtful about the instructions so far.</summary>
    public readonly ImmutableArray<Diagnostic> Diagnostics => _operands.Diagnostics.ToImmutable();

    /// <summary>The current instruction as an object of its own.</summary>
    /// <exception cref="InvalidOperationException">There is no current instruction.</exception>
    public readonly Instruction ToInstruction() => new(Definition, ImmutableArray.Create(Operands));

    /// <summary>Goes on to the next instruction.</summary>
    /// <returns>False at <c>int_code_end</c>, and at an instruction that nobody knows.</returns>
    /// <exception cref="DiagnosticException">The code is damaged.</exception>
    public bool MoveNext()
    {
        _definition = null;
        Offset = _reader.Position;
        if (_reader.IsAtEnd)
        {
            throw _reader.Error(BeamFileCodes.Truncated, "the code ends without int_code_end", Offset);
        }

        var number = _reader.ReadByte();
        if (number == (byte)Opcode.IntCodeEnd || OpcodeTable.TryGet((Opcode)number) is not { } definition)
        {
            Finish(number);
            return false;
        }

        if (_count == _limit)
        {
            throw _reader.Error(BeamFileCodes.LimitExceeded, $"there are more than {_limit} instructions", Offset);
        }

        _count++;
        _operands.ReadAll(ref _reader, definition, _buffer);
        _definition = definition;
        return true;
    }

    // The position goes back, so that another call comes to the same end.
    private void Finish(byte number)
    {
        IsComplete = number == (byte)Opcode.IntCodeEnd && _reader.IsAtEnd;
        _reader.Position = Offset;
        if (!IsComplete)
        {
            _operands.Diagnostics.Add(number == (byte)Opcode.IntCodeEnd ? StrayBytes(Offset + 1) : UnknownOpcode(number, Offset));
        }
    }

    private static Diagnostic StrayBytes(int offset) => new(
        BeamFileCodes.StrayBytes, DiagnosticSeverity.Warning, "bytes follow the end of the code",
        new DiagnosticPlace(null, Chunk: ChunkId.Code, Offset: offset));

    private static Diagnostic UnknownOpcode(int number, int offset) => new(
        BeamFileCodes.UnknownOpcode,
        DiagnosticSeverity.Warning,
        $"there is no instruction {number}; the code from here on is kept as it is",
        new DiagnosticPlace(null, Chunk: ChunkId.Code, Offset: offset),
        number > OpcodeTable.MaximumOpcode
            ? "the file was probably made by an OTP release after 29"
            : "the code is damaged here, or before");

    // On the stack, where storing a reference costs nothing extra.
    [InlineArray(OpcodeTable.MaximumArity)]
    private struct OperandBuffer
    {
        private Operand _first;

        // The conversion to a span would be compiled at every start of a command.
        [UnscopedRef]
        public readonly ref readonly Operand First => ref _first;
    }
}
