using System.Collections.Immutable;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;

namespace Mochi.BeamFile.Chunks;

/// <summary>
/// The chunk <c>FunT</c>: a count and for each lambda its name's atom, arity, entry label, index, number of captured
/// values and OldUniq, 27 bits of the module's MD5. The MD5 is computed with every OldUniq zero.
/// </summary>
internal static class LambdaChunk
{
    private const int EntrySize = 24;
    private const int OldUniqueOffset = 20;

    public static void Write(ByteWriter writer, SymbolTables tables)
    {
        writer.WriteInt32(tables.Lambdas.Count);
        for (var index = 0; index < tables.Lambdas.Count; index++)
        {
            var lambda = tables.Lambdas[index];
            writer.WriteInt32(tables.Atom(lambda.Function));
            writer.WriteInt32(lambda.Arity);
            writer.WriteInt32(lambda.Label);
            writer.WriteInt32(index);
            writer.WriteInt32(lambda.FreeCount);
            writer.WriteInt32(0);
        }
    }

    /// <summary>Sets the OldUniq of every entry.</summary>
    public static void SetOldUnique(ByteWriter writer, uint oldUnique)
    {
        for (var offset = 4 + OldUniqueOffset; offset < writer.Length; offset += EntrySize)
        {
            writer.PatchUInt32(offset, oldUnique);
        }
    }

    public static ImmutableArray<LambdaEntry> Read(ReadOnlySpan<byte> data, AtomTable atoms)
    {
        var reader = new ByteReader(data, ChunkId.Lambdas);
        var count = reader.ReadCount(EntrySize, "lambdas");
        var lambdas = ImmutableArray.CreateBuilder<LambdaEntry>(count);
        for (var index = 0; index < count; index++)
        {
            var name = TableReading.Atom(ref reader, atoms);
            var arity = TableReading.Number(ref reader);
            var label = TableReading.Number(ref reader);
            var position = reader.ReadUInt32();
            lambdas.Add(new LambdaEntry(
                name, arity, label, position, TableReading.Number(ref reader), reader.ReadUInt32()));
        }

        return lambdas.MoveToImmutable();
    }
}
