using System.Globalization;
using System.Text;
using Mochi.BeamAsm.Disassembly;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamDump.Disassembling;

/// <summary>Whether the text of a file, assembled, is the file.</summary>
internal static class AssemblyRoundTrip
{
    private const int BytesShown = 16;

    /// <summary>Checks a file and appends the result.</summary>
    /// <returns>What is wrong; <see langword="null"/> when nothing is.</returns>
    public static Diagnostic? Check(StringBuilder text, BeamInput input, BeamModule module, DisassemblySyntax syntax)
    {
        var assembly = AssemblySyntaxes.Write(module, syntax, new ListingOptions());
        var read = AssemblySyntaxes.Read(assembly, syntax, file: null);
        if (read.Module is null)
        {
            var fault = read.Diagnostics[0];
            text.Append("  not assembled\n");
            return new Diagnostic(
                "MC061", DiagnosticSeverity.Error,
                string.Create(CultureInfo.InvariantCulture, $"line {fault.Place.Line} of the text is not accepted: {fault.Message}"),
                new DiagnosticPlace(input.Name));
        }

        var again = syntax == DisassemblySyntax.Otp ? WithRestOf(read.Module, module) : read.Module;
        var written = BeamModuleWriter.Write(again);
        if (input.Content.AsSpan().SequenceEqual(written))
        {
            text.Append(CultureInfo.InvariantCulture, $"  identical: {assembly.Length} characters, {written.Length} bytes\n");
            return null;
        }

        text.Append("  different\n");
        var place = Describe(text, input.Chunks.Container, BeamContainer.Read(written));
        return new Diagnostic(
            "MC062", DiagnosticSeverity.Error, "the assembled text gives other bytes", place with { File = input.Name },
            "'beam-dump dump' shows what the bytes mean");
    }

    /// <summary>What the text of OTP's compiler does not tell.</summary>
    private static BeamModule WithRestOf(BeamModule read, BeamModule module) => read with
    {
        Format = module.Format,
        GenerateVersion = module.GenerateVersion,
        CompileInfo = module.CompileInfo,
        Meta = module.Meta,
        Locals = module.Locals,
        DebugPoints = module.DebugPoints,
        ExtraChunks = module.ExtraChunks,
        IsCompressed = module.IsCompressed,
        Deviations = module.Deviations,
    };

    private static DiagnosticPlace Describe(StringBuilder text, BeamContainer expected, BeamContainer actual)
    {
        foreach (var chunk in expected.Chunks)
        {
            if (actual.Find(chunk.Id) is not { } other)
            {
                text.Append(CultureInfo.InvariantCulture, $"    {chunk.Id} is missing\n");
                return new DiagnosticPlace(null, Chunk: chunk.Id);
            }

            var left = chunk.Data.Span;
            var right = other.Data.Span;
            var common = left.CommonPrefixLength(right);
            if (common < left.Length || common < right.Length)
            {
                text.Append(CultureInfo.InvariantCulture, $"    {chunk.Id} from offset {common}\n");
                Append(text, "file", left[common..]);
                Append(text, "text", right[common..]);
                return new DiagnosticPlace(null, Chunk: chunk.Id, Offset: common);
            }
        }

        text.Append(expected.IsCompressed ? "    the chunks are the same, but not how they are compressed\n"
            : "    the chunks are the same, but not what is between and behind them\n");
        return new DiagnosticPlace(null);
    }

    private static void Append(StringBuilder text, string side, ReadOnlySpan<byte> bytes)
    {
        text.Append("      ").Append(side).Append(" has");
        for (var index = 0; index < Math.Min(bytes.Length, BytesShown); index++)
        {
            text.Append(CultureInfo.InvariantCulture, $" {bytes[index]:x2}");
        }

        text.Append(bytes.Length == 0 ? " nothing\n" : bytes.Length > BytesShown ? " ...\n" : "\n");
    }
}
