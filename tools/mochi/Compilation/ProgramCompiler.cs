using System.Text;
using Mochi.BeamAsm;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;
using Mochi.Language;
using Mochi.Otp.Applications;
using Mochi.Otp.Runtime;

namespace Mochi.Tool.Compilation;

/// <summary>The way from a source file to what the commands write.</summary>
internal static class ProgramCompiler
{
    /// <summary>Reads and compiles a program as far as the typed IR.</summary>
    /// <param name="path">The source file, or <c>-</c>.</param>
    /// <exception cref="DiagnosticException">The file cannot be read.</exception>
    public static CompiledProgram Compile(string path)
    {
        var name = ProgramName.FromPath(path);
        ReadOnlyMemory<byte> source = InputFile.Read(path);
        source = source.Span.StartsWith("\uFEFF"u8) ? source[3..] : source;
        var compilation = Compile(name, source.Span);
        var diagnostics = new List<Diagnostic>();
        foreach (var diagnostic in compilation.Diagnostics)
        {
            diagnostics.Add(diagnostic with { Place = diagnostic.Place with { File = name.DisplayName } });
        }

        return new CompiledProgram(name, source, diagnostics, compilation.Module);
    }

    private static MochiCompilation Compile(ProgramName name, ReadOnlySpan<byte> source)
    {
        try
        {
            return MochiCompilation.Compile(name.FileName, source);
        }
        catch (DefectException exception)
        {
            var place = exception.Diagnostic.Place with { File = name.DisplayName };
            throw new DefectException(exception.Diagnostic with { Place = place }, exception);
        }
    }

    /// <summary>Compiles a program and reports what there is to say about it.</summary>
    /// <returns>The program; its IR is there unless an error was reported.</returns>
    public static CompiledProgram CompileAndReport(CommandContext context, string path)
    {
        var program = Compile(path);
        context.Trace($"checked {program.Name.DisplayName}");
        context.AddSource(program.Name.DisplayName, program.Source);
        foreach (var diagnostic in program.Diagnostics)
        {
            context.Report(diagnostic);
        }

        return program;
    }

    /// <summary>The program's application and the run-time application beside it.</summary>
    /// <returns><see langword="null"/> when the code is not safe to run, which was reported.</returns>
    public static OtpApplication[]? Package(CommandContext context, CompiledProgram program, IrModule ir, bool verifies)
    {
        if (Generate(context, program, ir, verifies) is not { } module)
        {
            return null;
        }

        var application = program.Package(module);
        context.Trace($"assembled {application.Name}");
        return [application, RuntimeApplication.Load()];
    }

    /// <summary>An inner form of a program.</summary>
    /// <param name="context">Where problems are reported.</param>
    /// <param name="program">The program.</param>
    /// <param name="ir">Its IR.</param>
    /// <param name="form">One of <c>ir</c>, <c>ssa</c>, <c>asm</c> and <c>beam</c>.</param>
    /// <param name="verifies">Whether code is verified.</param>
    /// <returns><see langword="null"/> when the code is not safe to run, which was reported.</returns>
    public static byte[]? Emit(CommandContext context, CompiledProgram program, IrModule ir, string form, bool verifies) => form switch
    {
        "ir" => Encoding.UTF8.GetBytes(MirPrinter.Print(ir)),
        "ssa" => Encoding.UTF8.GetBytes(ModuleCompiler.PrintSsa(ir)),
        _ => Generate(context, program, ir, verifies) is not { } module ? null
            : form == "asm" ? Encoding.UTF8.GetBytes(AssemblyWriter.Write(module, AssemblyDialect.Otp27))
            : BeamModuleWriter.Write(module),
    };

    private static BeamModule? Generate(CommandContext context, CompiledProgram program, IrModule ir, bool verifies)
    {
        var module = ModuleCompiler.Compile(ir);
        context.Trace($"generated code for {module.Functions.Length} functions");
        if (!verifies)
        {
            return module;
        }

        var defects = CodeVerification.Check(module, program.Name.DisplayName);
        context.Trace("verified the code");
        foreach (var defect in defects)
        {
            context.Report(defect);
        }

        return defects.Count == 0 ? module : null;
    }
}
