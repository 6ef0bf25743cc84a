using System.Globalization;
using Mochi.BeamFile.Diagnostics;
using Mochi.Otp.Publishing;

namespace Mochi.Tool.Erlang;

/// <summary>
/// Finds an <c>erl</c> of release 27 or newer without starting one: an installation's <c>releases/start_erl.data</c>
/// names its release.
/// </summary>
internal static class ErlangLocator
{
    private const int LowestRelease = 27;

    /// <summary>The first of: <c>MOCHI_ERL</c>, <c>PATH</c>, the user's cache folder.</summary>
    /// <exception cref="DiagnosticException">There is none (MC030), or <c>MOCHI_ERL</c> names none (MC031).</exception>
    public static ErlangInstallation Find()
    {
        if (Environment.GetEnvironmentVariable("MOCHI_ERL") is { Length: > 0 } chosen)
        {
            return Describe(chosen) ?? throw new DiagnosticException(new Diagnostic(
                "MC031",
                DiagnosticSeverity.Error,
                $"MOCHI_ERL names '{chosen}', which is not a program",
                DiagnosticPlace.None,
                "set it to the path of an erl of Erlang/OTP 27 or newer, or unset it"));
        }

        ErlangInstallation? unknown = null;
        int? tooOld = null;
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            if (folder.Length == 0 || Describe(Path.Combine(folder, ProgramName)) is not { } found)
            {
                continue;
            }

            if (found.Release >= LowestRelease)
            {
                return found;
            }

            unknown ??= found.Release is null ? found : null;
            tooOld ??= found.Release;
        }

        return FindCached() ?? unknown ?? throw NotFound(tooOld);
    }

    private static string ProgramName => OperatingSystem.IsWindows() ? "erl.exe" : "erl";

    // The newest release that scripts/otp has fetched.
    private static ErlangInstallation? FindCached()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } configured
            ? configured
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var folder = Path.Combine(cache, "mochi", "otp");
        ErlangInstallation? best = null;
        try
        {
            if (!Directory.Exists(folder))
            {
                return null;
            }

            foreach (var release in Directory.GetDirectories(folder))
            {
                // The marker is written last: a folder without it is in the making.
                var found = File.Exists(Path.Combine(release, "mochi-installed"))
                    ? Describe(Path.Combine(release, "usr", "lib", "erlang", "bin", ProgramName))
                    : null;
                best = found?.Release >= LowestRelease && !(best?.Release >= found.Release) ? found : best;
            }
        }
        catch (Exception exception) when (FileFault.Is(exception))
        {
            return best;
        }

        return best;
    }

    private static ErlangInstallation? Describe(string program)
    {
        if (!File.Exists(program))
        {
            return null;
        }

        try
        {
            var real = File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(program);
            var root = Path.GetDirectoryName(Path.GetDirectoryName(real));
            return new ErlangInstallation(program, root is null ? null : ReadRelease(root));
        }
        catch (Exception exception) when (FileFault.Is(exception))
        {
            return new ErlangInstallation(program, null);
        }
    }

    // "15.2.7 27": the version of the run-time system, then the release.
    private static int? ReadRelease(string root)
    {
        foreach (var file in (ReadOnlySpan<string>)["releases/start_erl.data", "lib/erlang/releases/start_erl.data"])
        {
            var path = Path.Combine(root, file);
            if (File.Exists(path)
                && File.ReadAllText(path).Split(' ', StringSplitOptions.TrimEntries) is [_, var release]
                && int.TryParse(release, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }
        }

        return null;
    }

    private static DiagnosticException NotFound(int? tooOld) => new(new Diagnostic(
        "MC030",
        DiagnosticSeverity.Error,
        tooOld is null
            ? "there is no Erlang/OTP to run the program"
            : $"the Erlang/OTP {tooOld} on PATH is too old to run the program",
        DiagnosticPlace.None,
        "install Erlang/OTP 27 or newer, or set MOCHI_ERL to the path of its erl; 'mochi build' works without it"));
}
