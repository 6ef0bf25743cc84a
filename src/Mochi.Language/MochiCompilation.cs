using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Diagnostics;
using Mochi.Language.Binding;
using Mochi.Language.Lowering;
using Mochi.Language.Syntax;

namespace Mochi.Language;

/// <summary>
/// The result of compiling one Mochi source file to the typed IR: the findings, and the module when there is no error.
/// </summary>
/// <example>
/// <code>
/// MochiCompilation compilation = MochiCompilation.Compile("hello.mochi", bytes);
/// if (compilation.Module is { } module) { ... }
/// </code>
/// </example>
public sealed class MochiCompilation
{
    private MochiCompilation(SourceText? source, IReadOnlyList<Diagnostic> diagnostics, IrModule? module)
    {
        Source = source;
        Diagnostics = diagnostics;
        Module = module;
    }

    /// <summary>The source with its lines; <see langword="null"/> when the bytes are not UTF-8.</summary>
    public SourceText? Source { get; }

    /// <summary>What was found, in source order: errors, and warnings that leave the module usable.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>The module; <see langword="null"/> when there was an error.</summary>
    public IrModule? Module { get; }

    /// <summary>Compiles a source file.</summary>
    /// <param name="fileName">
    /// The file's name: it appears in diagnostics and in stack traces as given, and the module's name is made of it.
    /// </param>
    /// <param name="source">The file's bytes.</param>
    /// <returns>The findings and the module; bad input never raises an exception.</returns>
    /// <exception cref="DefectException">This compiler is at fault.</exception>
    public static MochiCompilation Compile(string fileName, ReadOnlySpan<byte> source)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        SourceText text;
        try
        {
            text = SourceText.FromBytes(fileName, source);
        }
        catch (DiagnosticException exception)
        {
            return new MochiCompilation(source: null, [exception.Diagnostic], module: null);
        }

        return Compile(text);
    }

    /// <summary>Compiles a source text.</summary>
    /// <param name="source">The text.</param>
    /// <returns>The findings and the module; bad input never raises an exception.</returns>
    /// <exception cref="DefectException">This compiler is at fault.</exception>
    public static MochiCompilation Compile(SourceText source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var diagnostics = new DiagnosticBag(source);
        var syntax = Parser.Parse(source, diagnostics);
        if (diagnostics.HasErrors) return new MochiCompilation(source, diagnostics.ToList(), module: null);
        var program = Binder.Bind(source, syntax, diagnostics);
        if (diagnostics.HasErrors) return new MochiCompilation(source, diagnostics.ToList(), module: null);
        var module = ModuleLowering.Lower(source, GetModuleName(source.FileName), program);
        return new MochiCompilation(source, diagnostics.ToList(), module);
    }

    /// <summary>
    /// The module name of a source file: <c>mochi_user_</c> and the file's base name with upper case lowered and every
    /// other character outside <c>[a-z0-9_]</c> replaced by <c>_</c>.
    /// </summary>
    /// <param name="fileName">File name, with or without folders and extension.</param>
    public static string GetModuleName(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var name = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
        if (name.EndsWith(".mochi", StringComparison.Ordinal)) name = name[..^".mochi".Length];
        return "mochi_user_" + string.Concat(name.Select(c =>
            char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '_'));
    }
}
