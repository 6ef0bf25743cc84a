using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Mochi.Tool.Erlang;

/// <summary>Runs a packaged program in an Erlang process that has this one's standard streams.</summary>
internal static partial class ErlangProcess
{
    /// <summary>Runs to the end.</summary>
    /// <param name="erlang">The installation.</param>
    /// <param name="folder">The folder that <c>mochi build</c> would write.</param>
    /// <param name="module">The program's module.</param>
    /// <param name="arguments">The program's arguments.</param>
    /// <returns>The program's exit status; 128 and the signal's number when a signal ended it.</returns>
    /// <exception cref="BeamFile.Diagnostics.DiagnosticException"><c>erl</c> cannot be started (MC032).</exception>
    public static int Run(ErlangInstallation erlang, string folder, string module, IReadOnlyList<string> arguments)
    {
        var start = ErlangCommand.Create(
            erlang, [Path.Combine(folder, "mochi", "ebin"), Path.Combine(folder, module, "ebin")], module, arguments);
        using var process = new Process { StartInfo = start };

        // Signals are the program's: they are passed on, and this process stays until the program has ended. An interrupt
        // from the terminal reaches both processes anyway.
        using var interrupt = Forward(PosixSignal.SIGINT, 2, process);
        using var terminate = Forward(PosixSignal.SIGTERM, 15, process);
        using var hangUp = Forward(PosixSignal.SIGHUP, 1, process);
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw ErlangCommand.CannotStart(erlang, exception);
        }

        process.WaitForExit();
        return process.ExitCode;
    }

    private static PosixSignalRegistration Forward(PosixSignal signal, int number, Process process) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            try
            {
                if (OperatingSystem.IsWindows())
                {
                    process.Kill();
                }
                else if (!process.HasExited)
                {
                    _ = Kill(process.Id, number);
                }
            }
            catch (InvalidOperationException)
            {
                // It has not started yet, or has ended.
            }
        });

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
