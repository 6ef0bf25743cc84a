using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;

namespace Mochi.BeamFile.Chunks;

/// <summary>
/// The chunks <c>ExpT</c> and <c>LocT</c>: a count and for each function its name's atom, arity and entry label, the last
/// function of the code first.
/// </summary>
internal static partial class FunctionTableChunk
{
    public static void Write(ByteWriter writer, IReadOnlyList<FunctionEntry> functions, SymbolTables tables)
    {
        writer.WriteInt32(functions.Count);
        for (var index = functions.Count - 1; index >= 0; index--)
        {
            writer.WriteInt32(tables.Atom(functions[index].Name));
            writer.WriteInt32(functions[index].Arity);
            writer.WriteInt32(functions[index].Label);
        }
    }
}
