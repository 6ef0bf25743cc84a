using System.Diagnostics;

namespace Mochi.VerifyMutations.Machines;

/// <summary>The folder of an OTP release with the Erlang side of this tool, compiled by it.</summary>
internal sealed class OtpFolder : IDisposable
{
    private static readonly string[] Sources = ["mochi_mutant_validator.erl", "mochi_mutant_boot.erl"];

    // Apart, as one takes the place of a module that other machines need.
    private static readonly string[] RunnerSources = ["error_handler.erl", "mochi_mutant_runner.erl", "mochi_mutant_terms.erl"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mochi-mutations-");

    public OtpFolder(int release)
    {
        Release = release;
        Root = Environment.GetEnvironmentVariable($"MOCHI_OTP{release}") is { Length: > 0 } root ? root : Run(Path.Combine(Repository(), "scripts", "otp"), "path", $"{release}").Trim();
        foreach (var source in Sources.Concat(RunnerSources))
        {
            using var content = typeof(OtpFolder).Assembly.GetManifestResourceStream(source)!;
            using var file = File.Create(Path.Combine(Folder, source));
            content.CopyTo(file);
        }

        Directory.CreateDirectory(WorkFolder);
        Run(Path.Combine(Root, "bin", "erlc"), ["-o", Folder, .. Sources.Select(source => Path.Combine(Folder, source))]);
        Directory.CreateDirectory(RunnerFolder);
        Run(Path.Combine(Root, "bin", "erlc"), ["-o", RunnerFolder, .. RunnerSources.Select(source => Path.Combine(Folder, source))]);
        Run(Path.Combine(Root, "bin", "erl"), "-noshell", "-pa", Folder, "-s", "mochi_mutant_boot", "write", "-extra", RunnerFolder);
    }

    /// <summary>27 or 29.</summary>
    public int Release { get; }

    /// <summary>The root of the release.</summary>
    public string Root { get; }

    /// <summary>Where the compiled modules and the boot file are.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Where the modules and the boot file of the machines are that run mutants.</summary>
    public string RunnerFolder => Path.Combine(Folder, "run");

    /// <summary>An empty folder for machines to run in.</summary>
    public string WorkFolder => Path.Combine(Folder, "work");

    /// <summary>The subjects that this tool brings along, compiled.</summary>
    public IEnumerable<string> OwnModules(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var source = Path.Combine(Folder, name + ".erl");
            using (var content = typeof(OtpFolder).Assembly.GetManifestResourceStream(name + ".erl")!)
            using (var file = File.Create(source))
            {
                content.CopyTo(file);
            }

            Run(Path.Combine(Root, "bin", "erlc"), $"-DOTP{Release}", "+nowarn_deprecated_catch", "+deterministic", "-o", Folder, source);
            yield return Path.Combine(Folder, name + ".beam");
        }
    }

    /// <summary>The .beam files of an application of the release.</summary>
    public IEnumerable<string> Modules(string application) =>
        Directory.EnumerateDirectories(Path.Combine(Root, "lib"), application + "-*").Order(StringComparer.Ordinal)
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(folder, "ebin"), "*.beam").Order(StringComparer.Ordinal));

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with status {process.ExitCode}: {output}");
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Mochi.BeamAsm.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("not inside the repository");
    }
}
