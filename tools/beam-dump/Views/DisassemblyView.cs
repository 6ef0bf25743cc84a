using System.Text;
using System.Text.Json;
using Mochi.BeamAsm.Disassembly;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamDump.Views;

/// <summary>The code.</summary>
internal sealed class DisassemblyView : ViewCommand
{
    /// <inheritdoc/>
    public override string Name => "disasm";

    /// <inheritdoc/>
    public override string Summary => "the code, with names instead of numbers";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Code;

    /// <inheritdoc/>
    public override string Json =>
        """
        "functions": [{"function", "arity", "exported", "label", "instructions": [{"op", "text"}]}]
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["disasm hello.beam | less", "mochi build hello.mochi --emit=beam | beam-dump disasm -"];

    /// <inheritdoc/>
    public override void WriteText(StringBuilder text, BeamInput input)
    {
        var listing = ModuleListing.Write(Module(input));

        // The first line, the module's name, stands above already.
        text.Append(listing.AsSpan(listing.IndexOf('\n', StringComparison.Ordinal) + 1));
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter json, BeamInput input)
    {
        var module = Module(input);
        var instructions = new InstructionText(ModuleListing.EntryNames(module));
        json.WriteStartArray("functions");
        foreach (var function in module.Functions)
        {
            json.WriteStartObject();
            json.WriteString("function", function.Name);
            json.WriteNumber("arity", function.Arity);
            json.WriteBoolean("exported", module.Exports.Contains(
                new FunctionEntry(function.Name, function.Arity, function.EntryLabel)));
            json.WriteNumber("label", function.EntryLabel);
            json.WriteStartArray("instructions");
            foreach (var instruction in function.Instructions)
            {
                json.WriteStartObject();
                json.WriteString("op", OpcodeTable.TryGet(instruction.Opcode)!.Name);
                json.WriteString("text", instructions.Format(instruction));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static BeamModule Module(BeamInput input) =>
        BeamModuleReader.Read(input.Content, new BeamReaderOptions { FileName = input.Name }).Require();
}
