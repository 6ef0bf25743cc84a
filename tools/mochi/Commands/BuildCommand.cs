using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;
using Mochi.Otp.Applications;
using Mochi.Otp.Escripts;
using Mochi.Tool.Compilation;

namespace Mochi.Tool.Commands;

/// <summary><c>mochi build</c>.</summary>
internal static class BuildCommand
{
    private static readonly string[] Names = ["-o", "--output", "--target", "--emit", "--no-verify", .. CommonOptions.Names];

    /// <summary>Runs the command.</summary>
    public static int Run(CommandContext context, string[] arguments)
    {
        string? file = null;
        string? output = null;
        string? form = null;
        var target = BuildTarget.Beam;
        var targetGiven = false;
        var verifies = true;
        var reader = new ArgumentReader(arguments);
        while (reader.Next())
        {
            switch (reader.Option)
            {
                case null when file is null:
                    file = reader.Text;
                    break;
                case null:
                    throw new UsageException($"one FILE is built at a time, but '{reader.Text}' is another");
                case "-o" or "--output":
                    output = reader.Value();
                    break;
                case "--target":
                    target = reader.Value("beam", "beam-escript") == "beam" ? BuildTarget.Beam : BuildTarget.BeamEscript;
                    targetGiven = true;
                    break;
                case "--emit":
                    form = reader.Value("ir", "ssa", "asm", "beam");
                    break;
                case "--no-verify":
                    reader.Flag();
                    verifies = false;
                    break;
                default:
                    if (!context.Options.TryTake(reader))
                    {
                        throw reader.Unknown(Names);
                    }

                    break;
            }
        }

        if (context.Options.Help)
        {
            return HelpCommand.Run(context, ["build"]);
        }

        if (file is null)
        {
            throw new UsageException("no FILE to build", "for example: mochi build hello.mochi");
        }

        if (form is not null && targetGiven)
        {
            throw new UsageException("--emit and --target exclude each other");
        }

        Interruption.CleanUpOutputs();
        return form is null ? Build(context, file, output, target, verifies) : Emit(context, file, output, form, verifies);
    }

    private static int Build(CommandContext context, string file, string? output, BuildTarget target, bool verifies)
    {
        output ??= ProgramName.FromPath(file).BaseName;
        CheckNotTheInput(file, output);
        var program = ProgramCompiler.CompileAndReport(context, file);
        if (program.Ir is not { } ir)
        {
            return ExitStatus.Problems;
        }

        if (ProgramCompiler.Package(context, program, ir, verifies) is not { } applications)
        {
            return ExitStatus.Defect;
        }

        if (target == BuildTarget.BeamEscript)
        {
            Escript.Write(output, program.Name.ModuleName, applications);
        }
        else
        {
            ApplicationDirectory.Write(output, applications);
        }

        context.Trace($"wrote {output}");
        return ExitStatus.Fine;
    }

    private static int Emit(CommandContext context, string file, string? output, string form, bool verifies)
    {
        if (output is not null)
        {
            CheckNotTheInput(file, output);
        }

        var program = ProgramCompiler.CompileAndReport(context, file);
        if (program.Ir is not { } ir)
        {
            return ExitStatus.Problems;
        }

        if (ProgramCompiler.Emit(context, program, ir, form, verifies) is not { } result)
        {
            return ExitStatus.Defect;
        }

        context.WriteResult(output, result, isBinary: form == "beam");
        return ExitStatus.Fine;
    }

    private static void CheckNotTheInput(string file, string output)
    {
        if (file != InputFile.StandardInput && Path.GetFullPath(file) == Path.GetFullPath(output) && File.Exists(file))
        {
            throw new DiagnosticException(new Diagnostic(
                "MC021",
                DiagnosticSeverity.Error,
                "the output would replace the program's source",
                new DiagnosticPlace(output),
                "choose another place with -o"));
        }
    }
}
