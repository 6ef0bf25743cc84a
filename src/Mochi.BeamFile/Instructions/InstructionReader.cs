using System.Buffers;
using Mochi.BeamFile.Chunks;
using Mochi.BeamFile.Container;

namespace Mochi.BeamFile.Instructions;

/// <summary>Reads the instructions of a module and names what their operands point to.</summary>
internal static class InstructionReader
{
    public static DecodedCode Read(BeamChunks chunks, ReadOnlyMemory<byte> data, ReadLimits limits)
    {
        // The header is not trusted: each function takes more than ten bytes.
        var functionCount = (int)Math.Min(chunks.CodeHeader.FunctionCount, (uint)data.Length / 10);
        var collector = new FunctionCollector(functionCount);
        var offsets = ArrayPool<int>.Shared.Rent((data.Length / 4) + 16);
        try
        {
            var scanner = new InstructionScanner(chunks, data, limits);
            var cache = new InstructionCache();
            var bytes = data.Span;
            while (scanner.MoveNext())
            {
                if (collector.Count == offsets.Length)
                {
                    Grow(ref offsets);
                }

                offsets[collector.Count] = scanner.Offset;
                collector.Add(cache.Get(in scanner, bytes[scanner.Offset..scanner.EndOffset]));
            }

            var (functions, loose) = collector.Finish();
            return new DecodedCode(
                functions, loose, [.. offsets.AsSpan(0, collector.Count)], scanner.Offset, scanner.IsComplete,
                scanner.Diagnostics);
        }
        finally
        {
            collector.Dispose();
            ArrayPool<int>.Shared.Return(offsets);
        }
    }

    private static void Grow(ref int[] offsets)
    {
        var larger = ArrayPool<int>.Shared.Rent(offsets.Length * 2);
        offsets.CopyTo(larger, 0);
        ArrayPool<int>.Shared.Return(offsets);
        offsets = larger;
    }
}
