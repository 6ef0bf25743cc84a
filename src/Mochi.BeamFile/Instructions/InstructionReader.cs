using System.Collections.Immutable;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Chunks;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Instructions;

/// <summary>Reads the instructions of a module and names what their operands point to.</summary>
internal ref struct InstructionReader
{
    private readonly ReadOnlyMemory<byte> _data;
    private readonly OperandReader _operands;
    private readonly ReadLimits _limits;
    private ByteReader _reader;

    private InstructionReader(BeamChunks chunks, ReadOnlyMemory<byte> data, ReadLimits limits)
    {
        _data = data;
        _limits = limits;
        _operands = new OperandReader(chunks);
        _reader = new ByteReader(data.Span, ChunkId.Code, chunks.CodeHeader.CodeOffset);
    }

    public static DecodedCode Read(BeamChunks chunks, ReadOnlyMemory<byte> data, ReadLimits limits) =>
        new InstructionReader(chunks, data, limits).Read();

    private DecodedCode Read()
    {
        var instructions = ImmutableArray.CreateBuilder<Instruction>();
        var offsets = ImmutableArray.CreateBuilder<int>();
        while (true)
        {
            var start = _reader.Position;
            if (_reader.IsAtEnd)
            {
                throw _reader.Error(BeamFileCodes.Truncated, "the code ends without int_code_end", start);
            }

            var number = _reader.ReadByte();
            if (number == (byte)Opcode.IntCodeEnd)
            {
                return Finish(instructions, offsets, start, _reader.IsAtEnd);
            }

            if (OpcodeTable.TryGet((Opcode)number) is not { } definition)
            {
                _operands.Diagnostics.Add(UnknownOpcode(number, start));
                return Finish(instructions, offsets, start, false);
            }

            if (instructions.Count == _limits.Instructions)
            {
                throw _reader.Error(
                    BeamFileCodes.LimitExceeded, $"there are more than {_limits.Instructions} instructions", start);
            }

            instructions.Add(new Instruction(definition, _operands.ReadAll(ref _reader, definition)));
            offsets.Add(start);
        }
    }

    private readonly DecodedCode Finish(
        ImmutableArray<Instruction>.Builder instructions, ImmutableArray<int>.Builder offsets, int end, bool isComplete)
    {
        if (!isComplete && _data.Span[end] == (byte)Opcode.IntCodeEnd)
        {
            _operands.Diagnostics.Add(new Diagnostic(
                BeamFileCodes.StrayBytes, DiagnosticSeverity.Warning, "bytes follow the end of the code",
                new DiagnosticPlace(null, Chunk: ChunkId.Code, Offset: end + 1)));
        }

        return new DecodedCode(
            instructions.DrainToImmutable(), offsets.DrainToImmutable(), end, isComplete,
            _operands.Diagnostics.ToImmutable());
    }

    private static Diagnostic UnknownOpcode(int number, int offset) => new(
        BeamFileCodes.UnknownOpcode,
        DiagnosticSeverity.Warning,
        $"there is no instruction {number}; the code from here on is kept as it is",
        new DiagnosticPlace(null, Chunk: ChunkId.Code, Offset: offset),
        number > OpcodeTable.MaximumOpcode
            ? "the file was probably made by an OTP release after 29"
            : "the code is damaged here, or before");
}
