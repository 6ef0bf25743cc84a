using Mochi.BeamAsm.Disassembly;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;

namespace Mochi.BeamDump.Disassembling;

/// <summary>Writes and reads modules in each syntax.</summary>
internal static class AssemblySyntaxes
{
    /// <summary>The text of a module.</summary>
    public static string Write(BeamModule module, DisassemblySyntax syntax, ListingOptions options) => syntax switch
    {
        DisassemblySyntax.Otp => AssemblyWriter.Write(module, DialectOf(module), options),
        DisassemblySyntax.Basm => BasmWriter.Write(module, options),
        _ => ModuleListing.Write(module, options),
    };

    /// <summary>The module of a text that can be assembled.</summary>
    public static AssemblyReadResult Read(string text, DisassemblySyntax syntax, string? file) =>
        syntax == DisassemblySyntax.Otp ? AssemblyReader.Read(text, file) : BasmReader.Read(text, file);

    // Text for OTP 29 says what no release before can read; for a file of an older release it would be the wrong one.
    private static AssemblyDialect DialectOf(BeamModule module) =>
        module.Format.TypeVersion >= 4 ? AssemblyDialect.Otp29 : AssemblyDialect.Otp27;
}
