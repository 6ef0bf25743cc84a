using System.Diagnostics;

namespace Mochi.Bench;

/// <summary>The OTP that is measured against, and running commands.</summary>
internal static class Otp
{
    /// <summary>Root folder of OTP 27.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The repository's root folder.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Its standard output.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static string Run(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} ended with status {process.ExitCode}");
    }

    private static string FindRoot() =>
        Environment.GetEnvironmentVariable("MOCHI_OTP27") is { Length: > 0 } root
            ? root
            : Run(Path.Combine(FindRepository(), "scripts", "otp"), "path", "27").Trim();

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Mochi.BeamAsm.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("not inside the repository");
    }
}
