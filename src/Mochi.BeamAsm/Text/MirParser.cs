using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Text;

/// <summary>
/// Reads modules of the typed IR from <c>.mir</c> text; see <c>docs/mir.md</c> for the grammar. Whether the module makes sense
/// is for <see cref="Ir.Checking.IrChecker"/> to say.
/// </summary>
public static class MirParser
{
    /// <summary>Reads a module.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The name of the file that the text comes from, for diagnostics.</param>
    /// <param name="placesFromText">
    /// Whether nodes without a position of their own get their place in this text, so that diagnostics of later stages
    /// and stack traces point into it.
    /// </param>
    /// <returns>
    /// The module, or what is wrong (several diagnostics in one run): BA201 for text that is no token, BA202 for a token in
    /// the wrong place, BA203 and BA204 for unknown names of locals and loops, BA205 for a local declared in two ways,
    /// BA206 for a missing or unknown version, BA207 for too deep nesting, BA208 for a number out of range, BA209 for a
    /// term that cannot be.
    /// </returns>
    public static MirParseResult Parse(string text, string? file = null, bool placesFromText = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        var diagnostics = new TextDiagnostics(text, file);
        var tokens = new MirLexer(text, diagnostics).Run();
        var reader = new MirTokenReader(tokens, diagnostics);
        IrModule module = new MirModuleParser(reader, diagnostics, file, placesFromText).Parse();
        var found = diagnostics.ToImmutable();
        return new MirParseResult(found.IsEmpty ? module : null, found);
    }

    /// <summary>Reads a static type, as <see cref="MirTypePrinter"/> prints it.</summary>
    /// <param name="text">The text, such as <c>list(int(0..255) or atom)</c>.</param>
    /// <returns>The type; <see langword="null"/> when the text is none.</returns>
    public static IrType? ParseType(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var diagnostics = new TextDiagnostics(text, file: null);
        var reader = new MirTokenReader(new MirLexer(text, diagnostics).Run(), diagnostics);
        try
        {
            var type = new MirTypeParser(reader).Parse();
            return reader.AtEnd && diagnostics.ToImmutable().IsEmpty ? type : null;
        }
        catch (MirSyntaxException)
        {
            return null;
        }
    }
}
