using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.Otp.Applications;
using Mochi.Otp.Runtime;

namespace Mochi.Tool.Compilation;

/// <summary>A program on its way from source to bytecode.</summary>
/// <param name="Name">Its names.</param>
/// <param name="Source">Its source, without a byte order mark.</param>
/// <param name="Diagnostics">What there is to say about it, places with the file's name as the user gave it.</param>
/// <param name="Ir">The typed IR; <see langword="null"/> when there is an error.</param>
internal sealed record CompiledProgram(
    ProgramName Name, ReadOnlyMemory<byte> Source, IReadOnlyList<Diagnostic> Diagnostics, IrModule? Ir)
{
    private const string Version = "1.0.0";

    /// <summary>The program's application.</summary>
    /// <param name="module">The program's code.</param>
    public OtpApplication Package(BeamModule module) => OtpApplication.Create(
        new ApplicationDescription(Name.ModuleName, Version)
        {
            Description = $"Mochi program {Name.BaseName}",
            Applications = ["kernel", "stdlib", RuntimeApplication.Name],
        },
        [new CompiledModule(Name.ModuleName, BeamModuleWriter.Write(module))]);
}
