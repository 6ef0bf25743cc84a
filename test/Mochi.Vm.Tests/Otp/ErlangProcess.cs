using System.Diagnostics;
using Mochi.BeamAsm.Text;

namespace Mochi.Vm.Tests.Otp;

/// <summary>Runs <c>erl</c> of one of the OTP releases and waits for it.</summary>
internal static class ErlangProcess
{
    /// <summary>Runs it without a shell.</summary>
    /// <param name="dialect">The release.</param>
    /// <param name="arguments">What follows <c>erl -noshell</c>.</param>
    /// <param name="seconds">How long it may take.</param>
    /// <returns>Exit status, standard output and standard error.</returns>
    public static (int Status, string Output, string Errors) Run(
        AssemblyDialect dialect, IEnumerable<string> arguments, int seconds = 300)
    {
        var start = new ProcessStartInfo(
            Path.Combine(OtpRoot.Of(dialect), "bin", "erl"), ["-noshell", "+fnu", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ERL_CRASH_DUMP_SECONDS"] = "0";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromSeconds(seconds)))
        {
            process.Kill(entireProcessTree: true);
            throw new AssertFailedException($"erl did not end within {seconds} seconds");
        }

        return (process.ExitCode, output.Result, errors.Result);
    }
}
