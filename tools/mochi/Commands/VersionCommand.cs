using Mochi.CommandLine;

namespace Mochi.Tool.Commands;

/// <summary><c>mochi version</c>.</summary>
internal static class VersionCommand
{
    /// <summary>Prints the version and the releases that its output runs on.</summary>
    public static int Run(CommandContext context)
    {
        var version = typeof(VersionCommand).Assembly.GetName().Version!;
        context.WriteLine($"mochi {version.ToString(3)} (programs run on Erlang/OTP 27 to 29)");
        return ExitStatus.Fine;
    }
}
