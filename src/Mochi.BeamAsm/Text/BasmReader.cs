namespace Mochi.BeamAsm.Text;

/// <summary>
/// Reads basm text, the assembly syntax that <see cref="BasmWriter"/> writes. Nothing is optimised or checked for safety: the
/// instructions of the text are the instructions of the module. Text of any kind is read without an exception.
/// </summary>
public static class BasmReader
{
    /// <summary>Reads a module.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The name of the file that the text comes from, for diagnostics.</param>
    /// <returns>
    /// The module, or what is wrong, at most one error a line: BA110 for a term that is none, BA120 for text that is not where it
    /// should be, BA121 for an unknown word at the beginning of a line, BA122 for operands that do not fit, BA123 for a label or
    /// function that is not there, BA124 for something that is there twice.
    /// </returns>
    public static AssemblyReadResult Read(string text, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var diagnostics = new TextDiagnostics(text, file);
        var places = new AssemblyPlaces(diagnostics);
        var module = new BasmModuleReader(text, diagnostics, places).Read();
        var found = diagnostics.ToImmutable();
        return new AssemblyReadResult(found.IsEmpty ? module : null, found, places);
    }
}
