using System.ComponentModel;

namespace Mochi.Tool.Erlang;

/// <summary>Runs a packaged program in an Erlang process that has this one's standard streams.</summary>
internal static class ErlangProcess
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
        using var process = new ForwardedProcess(start);
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw ErlangCommand.CannotStart(erlang, exception);
        }

        return process.WaitForExit();
    }
}
