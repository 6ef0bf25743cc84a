using System.Diagnostics;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.Tool.Erlang;

/// <summary>The command line that runs a packaged program.</summary>
internal static class ErlangCommand
{
    /// <summary>How to start <c>erl</c> for a program.</summary>
    /// <param name="erlang">The installation.</param>
    /// <param name="codePaths">The folders with the modules of the program and of the <c>mochi</c> application.</param>
    /// <param name="module">The program's module.</param>
    /// <param name="arguments">The program's arguments.</param>
    public static ProcessStartInfo Create(
        ErlangInstallation erlang, ReadOnlySpan<string> codePaths, string module, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(erlang.Program) { UseShellExecute = false };

        // +Bd: an interrupt ends the program instead of opening the emulator's menu. +fnu: arguments and file names are
        // UTF-8 whatever the locale says. no_dot_erlang: the user's .erlang has no say in what a program does.
        Add(start, ["+Bd", "+fnu", "-boot", "no_dot_erlang", "-noshell", "-pa"]);
        Add(start, codePaths);
        Add(start, ["-s", module, "-extra"]);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // A program that takes the whole emulator down leaves nothing behind, unless the user asked for a dump.
        if (Environment.GetEnvironmentVariable("ERL_CRASH_DUMP") is null)
        {
            start.Environment.TryAdd("ERL_CRASH_DUMP_BYTES", "0");
        }

        return start;
    }

    /// <summary>What to throw when the operating system does not start it.</summary>
    public static DiagnosticException CannotStart(ErlangInstallation erlang, Exception exception) => new(
        new Diagnostic(
            "MC032",
            DiagnosticSeverity.Error,
            $"'{erlang.Program}' cannot be started",
            DiagnosticPlace.None,
            "check that it is an executable erl, or set MOCHI_ERL to another"),
        exception);

    private static void Add(ProcessStartInfo start, ReadOnlySpan<string> arguments)
    {
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
    }
}
