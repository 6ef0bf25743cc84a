using System.Collections.Immutable;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.DebugVariables;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Chunks;

/// <summary>
/// The chunk <c>DbgB</c>: a version, the number of entries, the number of items in all their lists, and each entry as up to
/// three <c>call</c> instructions: 0 and the frame size, 1 and a list of names and places of variables, 2 and a list of
/// calls. Lists that would be empty are left out.
/// </summary>
internal static class DebugVariableChunk
{
    public const uint Version = 1;

    private const int MaximumFrameSize = 1023;
    private const int FirstLocalArity = 256;
    private const string Entry = "entry";

    public static void Write(ByteWriter writer, ImmutableArray<DebugPoint> points, SymbolTables tables)
    {
        writer.WriteUInt32(Version);
        writer.WriteInt32(points.Length);
        var count = writer.Length;
        var itemCount = 0;
        writer.WriteUInt32(0);
        foreach (var point in points)
        {
            WriteHead(writer, 0);
            WriteFrame(writer, point, tables);
            if (!point.Variables.IsEmpty)
            {
                itemCount += point.Variables.Length * 2;
                WriteHead(writer, 1);
                TermOperands.WriteList(writer, point.Variables.Length * 2);
                foreach (var variable in point.Variables)
                {
                    TermOperands.WriteConstant(writer, tables, variable.Name);
                    TermOperands.Write(writer, tables, variable.Location);
                }
            }

            if (!point.Calls.IsEmpty)
            {
                WriteHead(writer, 2);
                itemCount += WriteCalls(writer, point.Calls, tables);
            }
        }

        writer.PatchUInt32(count, (uint)itemCount);
    }

    public static ImmutableArray<DebugPoint> Read(ReadOnlyMemory<byte> data, BeamChunks chunks)
    {
        var reader = new TermOperands(data.Span, ChunkId.DebugVariables, chunks);
        if (reader.ReadUInt32() is var version && version != Version)
        {
            throw UnknownVersion(ChunkId.DebugVariables, version);
        }

        var count = reader.ReadCount(3, "entries");
        var itemCount = reader.ReadUInt32();
        var points = ImmutableArray.CreateBuilder<DebugPoint>(count);
        var itemsRead = 0L;
        for (var index = 0; index < count; index++)
        {
            points.Add(ReadPoint(ref reader, ref itemsRead));
        }

        reader.RequireEnd();
        return itemsRead == itemCount
            ? points.MoveToImmutable()
            : throw reader.Error($"there are {itemsRead} items in lists, not {itemCount} as declared", 8);
    }

    internal static DiagnosticException UnknownVersion(string chunk, uint version) => new(new Diagnostic(
        BeamFileCodes.UnknownVersion, DiagnosticSeverity.Error, $"version {version} of this chunk is not known",
        new DiagnosticPlace(null, Chunk: chunk, Offset: 0)));

    private static void WriteHead(ByteWriter writer, int part)
    {
        writer.WriteByte((int)Opcode.Call);
        CompactTerm.Write(writer, CompactTerm.Unsigned, part);
    }

    private static void WriteFrame(ByteWriter writer, DebugPoint point, SymbolTables tables)
    {
        switch (point.Kind)
        {
            case DebugFrameKind.None:
                CompactTerm.Write(writer, CompactTerm.Atom, 0);
                break;
            case DebugFrameKind.Entry:
                CompactTerm.Write(writer, CompactTerm.Atom, tables.Atom(Entry));
                break;
            default:
                CompactTerm.Write(writer, CompactTerm.Unsigned, point.FrameSize);
                break;
        }
    }

    private static int WriteCalls(ByteWriter writer, ImmutableArray<DebugCall> calls, SymbolTables tables)
    {
        var items = 0;
        foreach (var call in calls)
        {
            items += call.Kind switch { DebugCallKind.Variable => 1, DebugCallKind.Local => 2, _ => 3 };
        }

        TermOperands.WriteList(writer, items);
        foreach (var call in calls)
        {
            if (call.Kind != DebugCallKind.Variable)
            {
                var isLocal = call.Kind == DebugCallKind.Local;
                CompactTerm.Write(writer, CompactTerm.Unsigned, call.Arity + (isLocal ? FirstLocalArity : 0));
            }

            if (call.Module is { } module)
            {
                TermOperands.WriteConstant(writer, tables, module);
            }

            TermOperands.WriteConstant(writer, tables, call.Function);
        }

        return items;
    }

    private static DebugPoint ReadPoint(ref TermOperands reader, ref long itemsRead)
    {
        if (TryReadHead(ref reader) is not 0)
        {
            throw reader.Error("an entry begins with the size of its frame", reader.Position);
        }

        var (kind, size) = ReadFrame(ref reader);
        ImmutableArray<DebugVariable> variables = [];
        ImmutableArray<DebugCall> calls = [];
        var start = reader.Position;
        if (PeekPart(reader) == 1)
        {
            TryReadHead(ref reader);
            variables = ReadVariables(ref reader, ref itemsRead);
        }

        if (PeekPart(reader) == 2)
        {
            TryReadHead(ref reader);
            calls = ReadCalls(ref reader, ref itemsRead);
        }

        return PeekPart(reader) is null or 0
            ? new DebugPoint(kind, size, variables, calls)
            : throw reader.Error("the parts of an entry are not in order", start);
    }

    private static (DebugFrameKind Kind, int Size) ReadFrame(ref TermOperands reader)
    {
        if (reader.IsNumberNext())
        {
            return (DebugFrameKind.Frame, reader.ReadNumber(MaximumFrameSize, "the size of a frame"));
        }

        var start = reader.Position;
        return reader.ReadOperand() switch
        {
            NilOperand => (DebugFrameKind.None, 0),
            AtomOperand { Name: Entry } => (DebugFrameKind.Entry, 0),
            _ => throw reader.Error("a frame is a number, [] or the atom entry", start),
        };
    }

    private static ImmutableArray<DebugVariable> ReadVariables(ref TermOperands reader, ref long itemsRead)
    {
        var start = reader.Position;
        var items = reader.ReadListCount();
        if (items == 0 || items % 2 != 0)
        {
            throw reader.Error("variables have a name and a place each, and there is at least one", start);
        }

        itemsRead += items;
        var variables = ImmutableArray.CreateBuilder<DebugVariable>(items / 2);
        for (var index = 0; index < items / 2; index++)
        {
            start = reader.Position;
            var name = reader.ReadConstant();
            if (name is not (BitstringTerm or IntegerTerm))
            {
                throw reader.Error("a variable is named by a binary or a position", start);
            }

            variables.Add(new DebugVariable(name, reader.ReadOperand()));
        }

        return variables.MoveToImmutable();
    }

    private static ImmutableArray<DebugCall> ReadCalls(ref TermOperands reader, ref long itemsRead)
    {
        var start = reader.Position;
        var items = reader.ReadListCount();
        if (items == 0)
        {
            throw reader.Error("a list of calls has at least one", start);
        }

        itemsRead += items;
        var calls = ImmutableArray.CreateBuilder<DebugCall>();
        while (items > 0)
        {
            start = reader.Position;
            if (!reader.IsNumberNext())
            {
                calls.Add(reader.ReadConstant() is BitstringTerm name
                    ? DebugCall.Variable(name)
                    : throw reader.Error("a call begins with its number of arguments or with a variable", start));
                items--;
                continue;
            }

            var arity = reader.ReadNumber((FirstLocalArity * 2) - 1, "the number of arguments");
            items -= arity < FirstLocalArity ? 3 : 2;
            if (items < 0)
            {
                throw reader.Error("the list of calls ends within a call", start);
            }

            calls.Add(arity < FirstLocalArity
                ? DebugCall.Remote(ReadName(ref reader), ReadName(ref reader), arity)
                : DebugCall.Local(ReadName(ref reader), arity - FirstLocalArity));
        }

        return calls.DrainToImmutable();
    }

    private static Term ReadName(ref TermOperands reader)
    {
        var start = reader.Position;
        return reader.ReadConstant() is var name and (AtomTerm or BitstringTerm)
            ? name
            : throw reader.Error("a function is named by an atom or by a variable's name", start);
    }

    /// <summary>The number of the part that comes next; <see langword="null"/> at the end.</summary>
    private static int? PeekPart(TermOperands copy) => TryReadHead(ref copy);

    private static int? TryReadHead(ref TermOperands reader) =>
        reader.TryReadOpcode(Opcode.Call) ? reader.ReadNumber(2, "the part of an entry") : null;
}
