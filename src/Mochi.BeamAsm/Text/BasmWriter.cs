using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Mochi.BeamAsm.Disassembly;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <summary>
/// Writes modules as basm text, an assembly syntax for people: labels and functions by name, registers as <c>x0</c>, terms as
/// Erlang writes them. The text says everything that the module says, so that <see cref="BasmReader"/> makes the same module of
/// it and the same file comes of both. <c>docs/assembly.md</c> has the grammar. The text is to be stored as UTF-8.
/// </summary>
public static class BasmWriter
{
    private const int BytesPerLine = 32;

    /// <summary>Writes a module; every module has a text.</summary>
    /// <param name="module">The module.</param>
    /// <param name="options">What to show; <see langword="null"/> for everything.</param>
    /// <returns>The text, lines ended by a line feed.</returns>
    public static string Write(BeamModule module, ListingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        options ??= new ListingOptions();
        var text = new StringBuilder();
        var labels = BasmLabels.Of(module);
        var operands = new BasmOperandWriter(text, labels);
        text.Append("module ");
        operands.AppendAtom(module.Name);
        text.Append('\n');
        if (options.IsShown is null)
        {
            WriteDeclarations(text, operands, module, labels);
        }

        foreach (var function in module.Functions)
        {
            if (options.Shows(function))
            {
                WriteFunction(text, operands, function, options);
            }
        }

        return text.ToString();
    }

    /// <summary>Writes one instruction as it stands in the text, without the label names of a module.</summary>
    internal static void WriteInstruction(StringBuilder text, BasmOperandWriter operands, Instruction instruction)
    {
        var definition = OpcodeTable.TryGet(instruction.Opcode)!;
        if (instruction.Opcode == Opcode.Label && instruction.Operands[0] is UnsignedOperand label)
        {
            text.Append(CultureInfo.InvariantCulture, $"  L{label.Value}:\n");
            return;
        }

        text.Append("    ").Append(definition.Name);
        for (var index = 0; index < instruction.Operands.Length; index++)
        {
            text.Append(index == 0 ? " " : ", ");
            operands.Write(instruction.Operands[index], definition.Operands[index]);
        }

        text.Append('\n');
    }

    private static void WriteDeclarations(StringBuilder text, BasmOperandWriter operands, BeamModule module, BasmLabels labels)
    {
        WriteFormat(text, module.Format);
        WriteTables(text, operands, module, labels);
        WriteMetadata(text, operands, module);
        if (module.Deviations is { } deviations)
        {
            WriteDeviations(text, operands, deviations);
        }
    }

    private static void WriteFunction(
        StringBuilder text, BasmOperandWriter operands, CodeFunction function, ListingOptions options)
    {
        text.Append("\nfunction ").Append(BasmLabels.Name(function.Name, function.Arity));
        text.Append(CultureInfo.InvariantCulture, $" L{function.EntryLabel}\n");
        foreach (var instruction in function.Instructions)
        {
            foreach (var comment in options.CommentsFor(function, instruction))
            {
                text.Append("    ; ").Append(comment).Append('\n');
            }

            WriteInstruction(text, operands, instruction);
        }
    }

    private static void WriteFormat(StringBuilder text, BeamFormat format)
    {
        if (format == BeamFormat.Otp27 || format == BeamFormat.Otp29)
        {
            text.Append(format == BeamFormat.Otp27 ? "format otp27\n" : "format otp29\n");
            return;
        }

        var atoms = format.Atoms switch
        {
            AtomTableForm.Latin1 => "latin1",
            AtomTableForm.ShortLengths => "short",
            _ => "long",
        };
        text.Append(CultureInfo.InvariantCulture, $"format atoms {atoms}, literals {(format.PlainLiterals ? "plain" : "zlib")}, ");
        text.Append(CultureInfo.InvariantCulture, $"types {format.TypeVersion}, opcode {(int)format.LowestMaximumOpcode}\n");
    }

    private static void WriteTables(StringBuilder text, BasmOperandWriter operands, BeamModule module, BasmLabels labels)
    {
        foreach (var entry in module.Exports)
        {
            WriteEntry(text, "export", entry, labels);
        }

        if (module.Locals.IsDefault || module.Locals.SequenceEqual((module with { Locals = default }).EffectiveLocals()))
        {
            return;
        }

        text.Append("locals\n");
        foreach (var entry in module.Locals)
        {
            WriteEntry(text, "local", entry, labels);
        }
    }

    private static void WriteEntry(StringBuilder text, string word, FunctionEntry entry, BasmLabels labels)
    {
        text.Append(word).Append(' ').Append(BasmLabels.Name(entry.Name, entry.Arity));
        if (entry.Label == 0 || labels.EntryOf(entry.Name, entry.Arity) != entry.Label)
        {
            text.Append(CultureInfo.InvariantCulture, $" L{(uint)entry.Label}");
        }

        text.Append('\n');
    }

    private static void WriteMetadata(StringBuilder text, BasmOperandWriter operands, BeamModule module)
    {
        WriteTerm(text, operands, "attributes", module.Attributes);
        text.Append(module.GenerateVersion ? "" : "no version\n");
        WriteTerm(text, operands, "compile_info", module.CompileInfo);
        if (module.Meta is { } meta)
        {
            WriteTerm(text, operands, "meta", meta);
        }

        if (!module.Records.IsDefault)
        {
            WriteTerm(text, operands, "records", RecordTerms.Of(module.Records));
        }

        if (!module.DebugPoints.IsDefault)
        {
            text.Append("debug\n");
            foreach (var point in module.DebugPoints)
            {
                WriteTerm(text, operands, "debug", DebugPointTerms.Of(point));
            }
        }

        if (module.IsCompressed)
        {
            text.Append("compressed");
            WriteBytes(text, module.Deviations is { GzipHeader: { IsDefault: false } header } ? header.AsSpan() : []);
        }

        foreach (var chunk in module.ExtraChunks)
        {
            text.Append("chunk ").Append(TermPrinter.Quote(chunk.Id, '"'));
            WriteBytes(text, chunk.Data.Span);
        }
    }

    private static void WriteTerm(StringBuilder text, BasmOperandWriter operands, string word, Term? term)
    {
        if (term is null)
        {
            text.Append("no ").Append(word).Append('\n');
            return;
        }

        text.Append(word).Append(' ');
        operands.WriteTerm(term);
        text.Append('\n');
    }

    private static void WriteBytes(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        for (var index = 0; index < bytes.Length; index += BytesPerLine)
        {
            text.Append("\n  | ").Append(Convert.ToHexStringLower(bytes[index..Math.Min(bytes.Length, index + BytesPerLine)]));
        }

        text.Append('\n');
    }

    private static void WriteDeviations(StringBuilder text, BasmOperandWriter operands, FileDeviations deviations)
    {
        if (!deviations.ChunkOrder.IsDefault)
        {
            text.Append("order ");
            for (var index = 0; index < deviations.ChunkOrder.Length; index++)
            {
                text.Append(index == 0 ? "" : ", ").Append(TermPrinter.Quote(deviations.ChunkOrder[index], '"'));
            }

            text.Append('\n');
        }

        WriteNumber(text, "max_opcode", deviations.MaximumOpcode);
        WriteNumber(text, "label_count", deviations.LabelCount);
        WriteNumber(text, "function_count", deviations.FunctionCount);
        WriteNumber(text, "line_flags", deviations.LineFlags);
        WriteNumber(text, "line_count", deviations.LineInstructionCount);
        if (!deviations.CodeTail.IsDefault)
        {
            text.Append("code_tail");
            WriteBytes(text, deviations.CodeTail.AsSpan());
        }

        if (deviations.Tables is { } seed)
        {
            WriteSeed(text, operands, seed);
        }
    }

    private static void WriteNumber(StringBuilder text, string word, uint? number)
    {
        if (number is { } value)
        {
            text.Append(CultureInfo.InvariantCulture, $"{word} {value}\n");
        }
    }

    private static void WriteSeed(StringBuilder text, BasmOperandWriter operands, TableSeed seed)
    {
        text.Append("table\n");
        WriteEntries(text, "atom", seed.Atoms, operands.AppendAtom);
        WriteEntries(text, "import", seed.Imports, operands.WriteImport);
        WriteEntries(text, "literal", seed.Literals, operands.WriteTerm);
        WriteEntries(text, "lambda", seed.Lambdas, operands.WriteLambda);
        WriteEntries(text, "type", seed.Types, type => BasmTypes.Append(text, type));
        WriteEntries(text, "file", seed.FileNames, name => text.Append(TermPrinter.Quote(name, '"')));
        WriteEntries(text, "place", seed.Locations, operands.WriteLocation);
        text.Append("table strings");
        WriteBytes(text, seed.Strings.AsSpan());
    }

    private static void WriteEntries<T>(StringBuilder text, string word, ImmutableArray<T> entries, Action<T> write)
        where T : class
    {
        foreach (var entry in entries)
        {
            text.Append("table ").Append(word).Append(' ');
            write(entry);
            text.Append('\n');
        }
    }
}
