using Mochi.BeamFile.Buffers;

namespace Mochi.BeamFile.Chunks;

/// <summary>The chunk <c>ImpT</c>: a count and for each function the atoms of module and name, and its arity.</summary>
internal static partial class ImportChunk
{
    public static void Write(ByteWriter writer, SymbolTables tables)
    {
        writer.WriteInt32(tables.Imports.Count);
        foreach (var import in tables.Imports)
        {
            writer.WriteInt32(tables.Atom(import.Module));
            writer.WriteInt32(tables.Atom(import.Function));
            writer.WriteInt32(import.Arity);
        }
    }
}
