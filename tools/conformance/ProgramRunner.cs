using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Mochi.BeamAsm;
using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;
using Mochi.Otp.Applications;
using Mochi.Otp.Runtime;
using Mochi.Tool.Compilation;
using Mochi.Tool.Erlang;

namespace Mochi.Conformance;

/// <summary>Compiles programs and runs each in an Erlang process of its own, several at a time.</summary>
internal sealed class ProgramRunner(CommandContext context, ConformanceOptions options)
{
    private readonly ErlangInstallation _erlang = ErlangLocator.Find();

    /// <summary>Runs the programs.</summary>
    /// <param name="paths">Their source files.</param>
    /// <returns>The results, in the same order.</returns>
    public List<ProgramResult> RunAll(List<string> paths)
    {
        context.Trace($"{paths.Count} programs on {_erlang.Program}");
        using var folder = new PrivateFolder();
        ApplicationDirectory.Write(Path.Combine(folder.Root, "runtime"), [RuntimeApplication.Load()]);
        var results = new ProgramResult[paths.Count];
        Parallel.For(
            0,
            paths.Count,
            new ParallelOptions { MaxDegreeOfParallelism = options.Jobs },
            index => results[index] = Run(folder.Root, index, paths[index]));
        return [.. results];
    }

    private ProgramResult Run(string folder, int index, string path)
    {
        var name = ProgramName.FromPath(path);
        context.Trace(name.BaseName);
        var output = Path.Combine(folder, index.ToString(CultureInfo.InvariantCulture));
        try
        {
            var program = ProgramCompiler.Compile(path);
            if (program.Ir is not { } ir)
            {
                return new ProgramResult(name.BaseName, Outcome.CompileError, FirstError(program.Diagnostics));
            }

            var module = ModuleCompiler.Compile(ir);
            if (CodeVerification.Check(module, program.Name.DisplayName) is [var defect, ..])
            {
                return new ProgramResult(name.BaseName, Outcome.CompileError, FirstError([defect]));
            }

            ApplicationDirectory.Write(output, [program.Package(module)]);
        }
        catch (DiagnosticException exception)
        {
            return new ProgramResult(name.BaseName, Outcome.CompileError, FirstError([exception.Diagnostic]));
        }
#pragma warning disable CA1031 // A defect of the compiler costs one program its result, not the report.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            context.Trace(exception.ToString());
            return new ProgramResult(
                name.BaseName, Outcome.CompileError, $"defect of the compiler: {exception.GetType().Name}: {exception.Message}");
        }

        return Start(path, name, [Path.Combine(folder, "runtime", "mochi", "ebin"), Path.Combine(output, name.ModuleName, "ebin")]);
    }

    private ProgramResult Start(string path, ProgramName name, ReadOnlySpan<string> codePaths)
    {
        var start = ErlangCommand.Create(_erlang, codePaths, name.ModuleName, []);
        start.WorkingDirectory = options.WorkingFolder ?? Path.GetDirectoryName(Path.GetFullPath(path))!;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardOutputEncoding = start.StandardErrorEncoding = Encoding.UTF8;
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            Feed(process, Path.ChangeExtension(path, ".in"));
            if (!process.WaitForExit(options.Timeout))
            {
                process.Kill(entireProcessTree: true);
                return new ProgramResult(name.BaseName, Outcome.Timeout, $"still running after {options.Timeout.TotalSeconds} s");
            }

            return Judge(path, name, process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
        }
        catch (Win32Exception exception)
        {
            throw ErlangCommand.CannotStart(_erlang, exception);
        }
    }

    private static void Feed(Process process, string input)
    {
        try
        {
            if (File.Exists(input))
            {
                process.StandardInput.BaseStream.Write(File.ReadAllBytes(input));
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading all of it.
        }
    }

    private static ProgramResult Judge(string path, ProgramName name, int status, string output, string error)
    {
        var recorded = Path.ChangeExtension(path, ".out");
        var difference = File.Exists(recorded) ? OutputDifference.Find(File.ReadAllText(recorded), output) : null;
        if (status != 0)
        {
            var detail = string.Create(CultureInfo.InvariantCulture, $"exit status {status}: {FirstLine(error)}");
            return new ProgramResult(name.BaseName, Outcome.RuntimeError, detail, status, difference);
        }

        return difference is not null
            ? new ProgramResult(name.BaseName, Outcome.WrongOutput, difference.ToString(), status, difference)
            : new ProgramResult(name.BaseName, File.Exists(recorded) ? Outcome.Ok : Outcome.NoOut, "", status);
    }

    private static string FirstError(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Severity == DiagnosticSeverity.Error)
            {
                var (place, line) = (diagnostic.Place, diagnostic.Place.Line);
                var where = line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{line}:{place.Column}: ") : "";
                return $"{where}{diagnostic.Code}: {diagnostic.Message}";
            }
        }

        return "";
    }

    private static string FirstLine(string text)
    {
        var trimmed = text.AsSpan().Trim();
        var end = trimmed.IndexOf('\n');
        return (end < 0 ? trimmed : trimmed[..end]).ToString();
    }
}
