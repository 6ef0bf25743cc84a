using System.Collections.Immutable;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Chunks;

/// <summary>The chunk <c>ImpT</c>: a count and for each function the atoms of module and name, and its arity.</summary>
internal static class ImportChunk
{
    public static void Write(ByteWriter writer, SymbolTables tables)
    {
        writer.WriteInt32(tables.Imports.Count);
        foreach (var (import, module, function) in tables.Imports)
        {
            writer.WriteInt32(module);
            writer.WriteInt32(function);
            writer.WriteInt32(import.Arity);
        }
    }

    public static ImmutableArray<ImportOperand> Read(ReadOnlySpan<byte> data, AtomTable atoms)
    {
        var reader = new ByteReader(data, ChunkId.Imports);
        var count = reader.ReadCount(12, "imports");
        var imports = ImmutableArray.CreateBuilder<ImportOperand>(count);
        for (var index = 0; index < count; index++)
        {
            imports.Add(new ImportOperand(
                TableReading.Atom(ref reader, atoms),
                TableReading.Atom(ref reader, atoms),
                TableReading.Number(ref reader)));
        }

        return imports.MoveToImmutable();
    }
}
