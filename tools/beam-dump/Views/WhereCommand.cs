using System.Globalization;
using System.Text;
using System.Text.Json;
using Mochi.BeamAsm.Disassembly;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Chunks;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Views;

/// <summary>Tells which instruction stands at a place of the code, and where in the source it comes from.</summary>
internal sealed class WhereCommand : ViewCommand
{
    private CodePlace? _place;

    /// <inheritdoc/>
    public override string Name => "where";

    /// <inheritdoc/>
    public override string Summary => "the instruction at an offset, and its place in the source";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Code;

    /// <inheritdoc/>
    public override string Operands => "[MODULE:]FUNCTION/ARITY[+OFFSET]|@OFFSET FILE...";

    /// <inheritdoc/>
    public override string Description =>
        "OFFSET is in bytes, decimal or hexadecimal (0x1f): from the start of the function, its first label, or after @ from\n"
        + "the start of the file. Names that are no plain atoms stand in quotes, as in Erlang.";

    /// <inheritdoc/>
    public override string Json =>
        """
        "function", "arity", "instruction": text, "op", "index": in the function, "functionOffset", "fileOffset",
        "size": in bytes, "source": {"file", "line"} or null
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        ["where lists:reverse/1+20 lists.beam", "where @0x1f3c lists.beam", "where --path /usr/lib/erlang/lib 'map/2' lists"];

    /// <inheritdoc/>
    public override string Fine => "there is an instruction in every file";

    /// <inheritdoc/>
    public override int Run(CommandContext context, Invocation invocation)
    {
        if (invocation.Operands.Count < 2)
        {
            throw new UsageException("a place and a FILE are needed", $"for example: beam-dump {Examples[0]}");
        }

        _place = CodePlace.Parse(invocation.Operands[0]);
        invocation.Operands.RemoveAt(0);
        return base.Run(context, invocation);
    }

    /// <inheritdoc/>
    public override void WriteText(StringBuilder text, BeamInput input)
    {
        var found = Find(input);
        var name = string.Create(CultureInfo.InvariantCulture, $"{TermPrinter.Atom(found.Function.Name)}/{found.Function.Arity}");
        text.Append(CultureInfo.InvariantCulture, $"  function     {name}, instruction {found.Index}\n");
        text.Append(CultureInfo.InvariantCulture, $"  offset       {found.Offset - found.Start} in the function, {found.FileOffset} in the file, {found.Size} bytes\n");
        text.Append("  source       ").Append(found.Source is { File: { } file }
            ? string.Create(CultureInfo.InvariantCulture, $"{file}:{found.Source.Line}") : "not known").Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"  instruction  {found.Text}\n");
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter json, BeamInput input)
    {
        var found = Find(input);
        json.WriteString("function", found.Function.Name);
        json.WriteNumber("arity", found.Function.Arity);
        json.WriteString("instruction", found.Text);
        json.WriteString("op", OpcodeTable.TryGet(found.Function.Instructions[found.Index].Opcode)!.Name);
        json.WriteNumber("index", found.Index);
        json.WriteNumber("functionOffset", found.Offset - found.Start);
        json.WriteNumber("fileOffset", found.FileOffset);
        json.WriteNumber("size", found.Size);
        json.WritePropertyName("source");
        if (found.Source is { File: { } file })
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteNumber("line", found.Source.Line);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private Found Find(BeamInput input)
    {
        var chunks = input.Chunks;
        var code = chunks.Code;
        var chunk = chunks.Container.Find(ChunkId.Code)!;
        var first = 0;
        foreach (var function in code.Functions)
        {
            var end = first + function.Instructions.Length;
            var start = code.Offsets[first];
            var limit = end < code.Offsets.Length ? code.Offsets[end] : code.EndOffset;
            var wanted = _place!.OffsetIn(function, chunks.ModuleName, start, chunk.DataOffset);
            if (wanted >= start && wanted < limit)
            {
                return Describe(input, code, function, first, wanted);
            }

            first = end;
        }

        throw new DiagnosticException(new Diagnostic(
            "MC055", DiagnosticSeverity.Error, $"there is no instruction at {_place}", new DiagnosticPlace(input.Name),
            "'beam-dump disasm' and 'beam-dump size' show the functions and how long they are"));
    }

    private static Found Describe(BeamInput input, DecodedCode code, CodeFunction function, int first, int wanted)
    {
        var index = 0;
        while (index + 1 < function.Instructions.Length && code.Offsets[first + index + 1] <= wanted)
        {
            index++;
        }

        LocationOperand? source = null;
        for (var before = index; before >= 0 && source is null; before--)
        {
            var instruction = function.Instructions[before];
            source = instruction.Opcode is Opcode.Line or Opcode.ExecutableLine or Opcode.DebugLine
                ? instruction.Operands[0] as LocationOperand : null;
        }

        var names = new Dictionary<int, string>();
        foreach (var other in code.Functions)
        {
            names[other.EntryLabel] = string.Create(CultureInfo.InvariantCulture, $"{TermPrinter.Atom(other.Name)}/{other.Arity}");
        }

        var offset = code.Offsets[first + index];
        var next = first + index + 1 < code.Offsets.Length ? code.Offsets[first + index + 1] : code.EndOffset;
        return new Found(
            function, index, code.Offsets[first], offset, input.Chunks.Container.Find(ChunkId.Code)!.DataOffset + offset,
            next - offset, source, new InstructionText(names).Format(function.Instructions[index]));
    }

    private sealed record Found(
        CodeFunction Function, int Index, int Start, int Offset, int FileOffset, int Size, LocationOperand? Source, string Text);
}
