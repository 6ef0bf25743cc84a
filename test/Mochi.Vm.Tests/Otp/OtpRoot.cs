using System.Diagnostics;
using Mochi.BeamAsm.Text;

namespace Mochi.Vm.Tests.Otp;

/// <summary>The OTP releases that the tests start: their root folders, which hold <c>bin/erl</c>.</summary>
internal static class OtpRoot
{
    private static readonly Lazy<string> Otp27 = new(() => Find(27));
    private static readonly Lazy<string> Otp29 = new(() => Find(29));

    /// <summary>The root of the release whose assembly text the dialect is.</summary>
    public static string Of(AssemblyDialect dialect) => dialect == AssemblyDialect.Otp27 ? Otp27.Value : Otp29.Value;

    private static string Find(int release)
    {
        var root = Environment.GetEnvironmentVariable($"MOCHI_OTP{release}") ?? AskScript(release);
        return File.Exists(Path.Combine(root, "bin", "erl"))
            ? root
            : throw new AssertFailedException(
                $"OTP {release} is needed: set MOCHI_OTP{release} to its root or run scripts/otp install {release}");
    }

    private static string AskScript(int release)
    {
        var start = new ProcessStartInfo(Checkout.Folder("scripts", "otp"), ["path", $"{release}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var root = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        _ = errors.Result;
        return process.ExitCode == 0 ? root : "";
    }
}
