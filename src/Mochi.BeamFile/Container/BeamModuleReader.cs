using System.Collections.Immutable;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Container;

/// <summary>
/// Reads files into modules. Whatever the bytes, the result is a module or diagnostics, never another exception; a
/// module that was read is written back byte for byte when a compiler of OTP 25 to 29 made the file.
/// </summary>
public static class BeamModuleReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="options">How; <see langword="null"/> for the default.</param>
    public static BeamReadResult Read(ReadOnlyMemory<byte> file, BeamReaderOptions? options = null)
    {
        options ??= BeamReaderOptions.Default;
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        BeamChunks? chunks = null;
        BeamModule? module = null;
        try
        {
            var container = BeamContainer.Read(file, options.Limits);
            diagnostics.AddRange(container.Diagnostics);
            chunks = new BeamChunks(container, options.Limits);
            module = new ModuleAssembler(chunks, diagnostics).Assemble();
        }
        catch (DiagnosticException exception)
        {
            diagnostics.Add(exception.Diagnostic);
        }

        return new BeamReadResult(
            module, chunks, [.. diagnostics.Select(diagnostic => In(options.FileName, diagnostic))]);
    }

    private static Diagnostic In(string? fileName, Diagnostic diagnostic) =>
        diagnostic with { Place = diagnostic.Place with { File = fileName } };
}
