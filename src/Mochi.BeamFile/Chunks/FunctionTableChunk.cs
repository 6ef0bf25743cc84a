using System.Collections.Immutable;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;

namespace Mochi.BeamFile.Chunks;

/// <summary>
/// The chunks <c>ExpT</c> and <c>LocT</c>: a count and for each function its name's atom, arity and entry label, the
/// last function of the code first.
/// </summary>
internal static class FunctionTableChunk
{
    public static void Write(ByteWriter writer, ImmutableArray<FunctionEntry> functions, SymbolTables tables)
    {
        writer.WriteInt32(functions.Length);
        for (var index = functions.Length - 1; index >= 0; index--)
        {
            var function = functions[index];
            writer.WriteInt32(tables.Atom(function.Name));
            writer.WriteInt32(function.Arity);
            writer.WriteInt32(function.Label);
        }
    }

    /// <summary>Reads the entries in the order of the file.</summary>
    public static ImmutableArray<FunctionEntry> Read(ReadOnlySpan<byte> data, string chunk, AtomTable atoms)
    {
        var reader = new ByteReader(data, chunk);
        var count = reader.ReadCount(12, "functions");
        var entries = ImmutableArray.CreateBuilder<FunctionEntry>(count);
        for (var index = 0; index < count; index++)
        {
            var name = TableReading.Atom(ref reader, atoms);
            entries.Add(new FunctionEntry(name, TableReading.Number(ref reader), TableReading.Number(ref reader)));
        }

        return entries.MoveToImmutable();
    }
}
