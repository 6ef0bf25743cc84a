using System.Collections.Immutable;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Records;

namespace Mochi.BeamFile.Chunks;

/// <summary>
/// The chunk <c>Recs</c>: a version, the number of native records, the number of their fields, and each record as a
/// <c>call_last</c> instruction of its name, whether it is exported, and a list of each field's name and default value;
/// the number 0 stands for no default.
/// </summary>
internal static class RecordChunk
{
    public const uint Version = 0;

    public static void Write(ByteWriter writer, ImmutableArray<RecordDefinition> records, SymbolTables tables)
    {
        writer.WriteUInt32(Version);
        writer.WriteInt32(records.Length);
        var count = writer.Length;
        var fieldCount = 0;
        writer.WriteUInt32(0);
        foreach (var record in records)
        {
            writer.WriteByte((int)Opcode.CallLast);
            CompactTerm.Write(writer, CompactTerm.Atom, tables.Atom(record.Name));
            CompactTerm.Write(writer, CompactTerm.Atom, tables.Atom(record.IsExported ? "true" : "false"));
            TermOperands.WriteList(writer, record.Fields.Length * 2);
            fieldCount += record.Fields.Length;
            foreach (var field in record.Fields)
            {
                CompactTerm.Write(writer, CompactTerm.Atom, tables.Atom(field.Name));
                if (field.Default is { } value)
                {
                    TermOperands.WriteConstant(writer, tables, value);
                }
                else
                {
                    CompactTerm.Write(writer, CompactTerm.Unsigned, 0);
                }
            }
        }

        writer.PatchUInt32(count, (uint)fieldCount);
    }

    public static ImmutableArray<RecordDefinition> Read(ReadOnlyMemory<byte> data, BeamChunks chunks)
    {
        var reader = new TermOperands(data.Span, ChunkId.Records, chunks);
        if (reader.ReadUInt32() is var version && version != Version)
        {
            throw DebugVariableChunk.UnknownVersion(ChunkId.Records, version);
        }

        var count = reader.ReadCount(5, "records");
        var fieldCount = reader.ReadUInt32();
        var records = ImmutableArray.CreateBuilder<RecordDefinition>(count);
        var fieldsRead = 0L;
        for (var index = 0; index < count; index++)
        {
            records.Add(ReadRecord(ref reader));
            fieldsRead += records[index].Fields.Length;
        }

        reader.RequireEnd();
        return fieldsRead == fieldCount
            ? records.MoveToImmutable()
            : throw reader.Error($"there are {fieldsRead} fields, not {fieldCount} as declared", 8);
    }

    private static RecordDefinition ReadRecord(ref TermOperands reader)
    {
        var start = reader.Position;
        if (!reader.TryReadOpcode(Opcode.CallLast))
        {
            throw reader.Error("the definition of a record begins with the opcode 5", start);
        }

        var name = reader.ReadAtom();
        start = reader.Position;
        var exported = reader.ReadAtom();
        if (exported is not ("true" or "false"))
        {
            throw reader.Error($"whether a record is exported is true or false, not {exported}", start);
        }

        start = reader.Position;
        var items = reader.ReadListCount();
        if (items % 2 != 0)
        {
            throw reader.Error("fields have a name and a default value each", start);
        }

        var fields = ImmutableArray.CreateBuilder<RecordField>(items / 2);
        for (var index = 0; index < items / 2; index++)
        {
            var field = reader.ReadAtom();
            if (!reader.IsNumberNext())
            {
                fields.Add(new RecordField(field, reader.ReadConstant()));
                continue;
            }

            reader.ReadNumber(0, "the sign of no default value");
            fields.Add(new RecordField(field));
        }

        return new RecordDefinition(name, exported == "true", fields.MoveToImmutable());
    }
}
