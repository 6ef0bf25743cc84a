using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Chunks;

/// <summary>The chunk <c>Code</c>: a head of its own size, and the instructions up to <c>int_code_end</c>.</summary>
internal static class CodeChunk
{
    public static CodeHeader ReadHeader(ReadOnlySpan<byte> data)
    {
        var reader = new ByteReader(data, ChunkId.Code);
        var size = reader.ReadUInt32();
        var instructionSet = reader.ReadUInt32();
        var maximumOpcode = reader.ReadUInt32();
        var labels = reader.ReadUInt32();
        var functions = reader.ReadUInt32();
        if (size < 16 || size - 16 > reader.Remaining)
        {
            throw reader.Error(BeamFileCodes.BadCount, $"the head of the code cannot be {size} bytes", 0);
        }

        if (instructionSet != 0)
        {
            throw reader.Error(
                BeamFileCodes.UnknownVersion,
                $"the instruction set has version {instructionSet}, but only 0 is known", 4);
        }

        return new CodeHeader(size, instructionSet, maximumOpcode, labels, functions, (int)size + 4);
    }
}
