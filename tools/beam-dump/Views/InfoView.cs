using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Compatibility;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamDump.Views;

/// <summary>The overview.</summary>
internal sealed class InfoView : ViewCommand
{
    // Most lines are shorter: room for them on the stack saves setting up pools of arrays.
    private const int LineLength = 256;

    /// <inheritdoc/>
    public override string Name => "info";

    /// <inheritdoc/>
    public override string Summary => "module, identity, OTP releases, compiler, counts and chunks (the default)";

    /// <inheritdoc/>
    public override CommandTopic Topic => CommandTopic.Parts;

    /// <inheritdoc/>
    public override string Json =>
        """
        "size", "compressed", "md5", "vsn", "vsnIsMd5": whether that is the md5 as a number, "compiler", "source", "options",
        "deterministic", "traces": [text] of where it was compiled, "functions", "instructions", "labels", "maxOpcode",
        "lowestOtp": null when a later release than 29 is needed, "lowestReason": {"text", "chunk", "offset", "function"} or
        null, "highestOtp": null when 29 loads it, "highestReason", "atoms", "imports", "exports", "locals", "funs",
        "literals", "chunks": [{"id", "offset", "size"}]
        """;

    /// <inheritdoc/>
    public override string Description =>
        "The OTP releases are those whose loaders take the file. A file is deterministic when nothing in it depends on where it\n"
        + "was compiled.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["hello.beam", "info --format json hello.beam"];

    /// <inheritdoc/>
    public override void WriteText(StringBuilder text, BeamInput input)
    {
        WriteFacts(input, (name, value) => text.Append("  ").AppendLeft(name, 10).Append(value).Append('\n'));
        new ChunksView().WriteText(text, input);
    }

    /// <summary>Gives what there is to know about a file, each with a word for what it is.</summary>
    public static void WriteFacts(BeamInput input, Action<string, string> write)
    {
        var chunks = input.Chunks;
        var header = chunks.CodeHeader;
        var form = chunks.Container.IsCompressed ? $", gzip ({chunks.Container.Data.Length} uncompressed)" : "";
        Line(write, "size", input.Content.Length.ToString(CultureInfo.InvariantCulture) + " bytes" + form);
        var vsn = Property(chunks.Attributes, "vsn");
        var compileInfo = chunks.CompileInfo;
        var source = Property(compileInfo, "source");
        var options = Property(compileInfo, "options");
        var compatibility = ModuleCompatibility.Of(chunks);
        var md5 = chunks.Md5;
        Line(write, "md5", Hexadecimal(md5.AsSpan()));
        Line(write, "vsn", vsn is null ? null : vsn + VersionNote(vsn, md5));
        Line(write, "otp", Releases(compatibility));
        Line(write, "compiler", Property(compileInfo, "version"));
        Line(write, "source", source);
        Line(write, "options", options);
        var traces = BuildTraces.Of(chunks, source, options);
        Line(write, "made", traces.Count == 0 ? "deterministically" : "not deterministically: " + string.Join(", ", traces));
        Line(write, "code", string.Create(
            CultureInfo.InvariantCulture,
            stackalloc char[LineLength],
            $"{header.FunctionCount} functions, {compatibility.InstructionCount} instructions, {header.LabelCount - 1} labels"));
        Line(write, "needs", "opcodes up to " + header.MaximumOpcode.ToString(CultureInfo.InvariantCulture));
        Line(write, "tables", string.Create(
            CultureInfo.InvariantCulture,
            stackalloc char[LineLength],
            $"{chunks.Atoms.Names.Length} atoms, {chunks.Imports.Length} imports, {chunks.Exports.Length} exports, "
            + $"{chunks.Locals.Length} locals, {chunks.Lambdas.Length} funs, {chunks.Literals.Terms.Length} literals, "
            + $"{chunks.Lines?.Locations.Length ?? 0} lines, {chunks.Types?.Types.Length ?? 0} types"));
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter json, BeamInput input)
    {
        var chunks = input.Chunks;
        var md5 = chunks.Md5;
        json.WriteNumber("size", input.Content.Length);
        json.WriteBoolean("compressed", chunks.Container.IsCompressed);
        json.WriteString("md5", Hexadecimal(md5.AsSpan()));
        var vsn = Property(chunks.Attributes, "vsn");
        var compileInfo = chunks.CompileInfo;
        var source = Property(compileInfo, "source");
        var options = Property(compileInfo, "options");
        var compatibility = ModuleCompatibility.Of(chunks);
        var traces = BuildTraces.Of(chunks, source, options);
        json.WriteString("vsn", vsn);
        json.WriteBoolean("vsnIsMd5", vsn is not null && IsMd5(vsn, md5));
        json.WriteString("compiler", Property(compileInfo, "version"));
        json.WriteString("source", source);
        json.WriteString("options", options);
        json.WriteBoolean("deterministic", traces.Count == 0);
        json.WriteStartArray("traces");
        foreach (var trace in traces)
        {
            json.WriteStringValue(trace);
        }

        json.WriteEndArray();
        json.WriteNumber("functions", chunks.CodeHeader.FunctionCount);
        json.WriteNumber("instructions", compatibility.InstructionCount);
        json.WriteNumber("labels", chunks.CodeHeader.LabelCount - 1);
        json.WriteNumber("maxOpcode", chunks.CodeHeader.MaximumOpcode);
        WriteRelease(json, "lowest", compatibility.LowestOtp, compatibility.LowestReason);
        WriteRelease(json, "highest", compatibility.HighestOtp, compatibility.HighestReason);
        json.WriteNumber("atoms", chunks.Atoms.Names.Length);
        json.WriteNumber("imports", chunks.Imports.Length);
        json.WriteNumber("exports", chunks.Exports.Length);
        json.WriteNumber("locals", chunks.Locals.Length);
        json.WriteNumber("funs", chunks.Lambdas.Length);
        json.WriteNumber("literals", chunks.Literals.Terms.Length);
        new ChunksView().WriteJson(json, input);
    }

    private static void Line(Action<string, string> write, string name, string? value)
    {
        if (value is not null)
        {
            write(name, value);
        }
    }

    private static string Releases(ModuleCompatibility compatibility)
    {
        var lowest = compatibility.LowestOtp is { } low
            ? low.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"a later release than {ModuleCompatibility.NewestOtp}");
        var text = compatibility switch
        {
            { HighestOtp: null, LowestOtp: null } => lowest,
            { HighestOtp: null } => $"{lowest} and later",
            { LowestReason: null, HighestOtp: 26 } => "before 27",
            { LowestOtp: { } first, HighestOtp: { } last } when first <= last =>
                string.Create(CultureInfo.InvariantCulture, $"{first} to {last}"),
            _ => "none",
        };
        return text + Reason(compatibility.LowestReason, ": ")
            + Reason(compatibility.HighestReason, compatibility.LowestReason is null ? ": " : "; ");

        static string Reason(LoadReason? reason, string before) => reason is null ? "" : before + reason;
    }

    private static void WriteRelease(Utf8JsonWriter json, string which, int? otp, LoadReason? reason)
    {
        if (otp is { } number)
        {
            json.WriteNumber(which + "Otp", number);
        }
        else
        {
            json.WriteNull(which + "Otp");
        }

        if (reason is null)
        {
            json.WriteNull(which + "Reason");
            return;
        }

        json.WriteStartObject(which + "Reason");
        json.WriteString("text", reason.Text);
        json.WriteString("chunk", reason.Chunk);
        json.WriteNumber("offset", reason.Offset);
        json.WriteString("function", reason.Function);
        json.WriteEndObject();
    }

    // What compilers generate is the MD5 as a number; other numbers of that size are what is left of another file.
    private static string VersionNote(string vsn, ImmutableArray<byte> md5) =>
        IsMd5(vsn, md5) ? " (the md5)" : IsLargeNumber(vsn) ? " (not the md5)" : "";

    private static bool IsMd5(string vsn, ImmutableArray<byte> md5) =>
        IntegerText.Of(new BigInteger(md5.AsSpan(), isUnsigned: true, isBigEndian: true)) == vsn;

    // The platform's own way is vector code that is compiled at every start.
    private static string Hexadecimal(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length * 2);
        foreach (var value in bytes)
        {
            text.Append("0123456789abcdef"[value >> 4]).Append("0123456789abcdef"[value & 15]);
        }

        return text.ToString();
    }

    private static bool IsLargeNumber(string vsn) =>
        vsn.Length > 30 && !vsn.AsSpan().ContainsAnyExceptInRange('0', '9');

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
