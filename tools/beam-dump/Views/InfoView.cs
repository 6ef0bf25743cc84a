using System.Globalization;
using System.Text;
using System.Text.Json;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Views;

/// <summary>The overview.</summary>
internal sealed class InfoView : ViewCommand
{
    /// <inheritdoc/>
    public override string Name => "info";

    /// <inheritdoc/>
    public override string Summary => "module, identity, compiler, counts and chunks (the default)";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Parts;

    /// <inheritdoc/>
    public override string Json =>
        """
        "size" "compressed" "md5" "vsn" "compiler" "source" "functions" "instructions" "labels"
        "maxOpcode" "atoms" "imports" "exports" "locals" "funs" "literals" "chunks"
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["hello.beam", "info --format json hello.beam"];

    /// <inheritdoc/>
    public override void WriteText(StringBuilder text, BeamInput input)
    {
        var chunks = input.Chunks;
        var header = chunks.CodeHeader;
        var form = chunks.Container.IsCompressed ? $", gzip ({chunks.Container.Data.Length} uncompressed)" : "";
        Line(text, "size", string.Create(CultureInfo.InvariantCulture, $"{input.Content.Length} bytes{form}"));
        Line(text, "md5", Md5(chunks));
        Line(text, "vsn", Property(chunks.Attributes, "vsn"));
        Line(text, "compiler", Property(chunks.CompileInfo, "version"));
        Line(text, "source", Property(chunks.CompileInfo, "source"));
        Line(text, "code", string.Create(
            CultureInfo.InvariantCulture,
            $"{header.FunctionCount} functions, {chunks.Code.InstructionCount} instructions, {header.LabelCount - 1} labels"));
        Line(text, "needs", string.Create(CultureInfo.InvariantCulture, $"opcodes up to {header.MaximumOpcode}"));
        Line(text, "tables", string.Create(
            CultureInfo.InvariantCulture,
            $"{chunks.Atoms.Names.Length} atoms, {chunks.Imports.Length} imports, {chunks.Exports.Length} exports, "
            + $"{chunks.Locals.Length} locals, {chunks.Lambdas.Length} funs, {chunks.Literals.Terms.Length} literals, "
            + $"{chunks.Lines?.Locations.Length ?? 0} lines, {chunks.Types?.Types.Length ?? 0} types"));
        new ChunksView().WriteText(text, input);
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter json, BeamInput input)
    {
        var chunks = input.Chunks;
        json.WriteNumber("size", input.Content.Length);
        json.WriteBoolean("compressed", chunks.Container.IsCompressed);
        json.WriteString("md5", Md5(chunks));
        json.WriteString("vsn", Property(chunks.Attributes, "vsn"));
        json.WriteString("compiler", Property(chunks.CompileInfo, "version"));
        json.WriteString("source", Property(chunks.CompileInfo, "source"));
        json.WriteNumber("functions", chunks.CodeHeader.FunctionCount);
        json.WriteNumber("instructions", chunks.Code.InstructionCount);
        json.WriteNumber("labels", chunks.CodeHeader.LabelCount - 1);
        json.WriteNumber("maxOpcode", chunks.CodeHeader.MaximumOpcode);
        json.WriteNumber("atoms", chunks.Atoms.Names.Length);
        json.WriteNumber("imports", chunks.Imports.Length);
        json.WriteNumber("exports", chunks.Exports.Length);
        json.WriteNumber("locals", chunks.Locals.Length);
        json.WriteNumber("funs", chunks.Lambdas.Length);
        json.WriteNumber("literals", chunks.Literals.Terms.Length);
        new ChunksView().WriteJson(json, input);
    }

    private static void Line(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name,-10}{value}\n");
        }
    }

    private static string Md5(BeamChunks chunks) => Convert.ToHexStringLower(chunks.Md5.AsSpan());

    // The value of a pair; a list of one, as attributes have it, stands for its element.
    private static string? Property(Term? list, string name)
    {
        if (list is not ListTerm { Elements: var pairs })
        {
            return null;
        }

        foreach (var pair in pairs)
        {
            if (pair is TupleTerm { Arity: 2 } tuple && tuple[0] is AtomTerm atom && atom.Name == name)
            {
                var value = tuple[1] is ListTerm { IsProper: true, Elements: [IntegerTerm only] } ? only : tuple[1];
                var text = TermPrinter.Print(value);
                return text is ['"', .., '"'] ? text[1..^1] : text;
            }
        }

        return null;
    }
}
