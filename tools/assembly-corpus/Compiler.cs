using System.Diagnostics;

namespace Mochi.AssemblyCorpus;

/// <summary>Runs the compiler of an OTP release, one Erlang process for a whole folder of files.</summary>
internal sealed class Compiler
{
    private readonly string? _program;

    public Compiler(int release, string folder)
    {
        var script = Path.Combine(FindRepository(), "scripts", "otp");
        Start(script, ["install", "--with-src", $"{release}"]);
        Root = Start(script, ["path", $"{release}"]).Trim();
        _program = Path.Combine(Directory.CreateDirectory(folder).FullName, "mochi_corpus.erl");
        using var source = typeof(Compiler).Assembly.GetManifestResourceStream("mochi_corpus.erl")!;
        using var file = File.Create(_program);
        source.CopyTo(file);
    }

    /// <summary>The root folder of the release.</summary>
    public string Root { get; }

    /// <summary>Calls a function of <c>mochi_corpus.erl</c>; what it prints goes to standard error.</summary>
    public void Run(string function, IEnumerable<string> arguments)
    {
        var output = Start(
            Path.Combine(Root, "bin", "erl"),
            [
                "-noshell", "+fnu", "-eval",
                $"{{ok, M, B}} = compile:file(os:getenv(\"MOCHI_CORPUS\"), [binary]), {{module, M}} = code:load_binary(M, \"\", B), M:{function}().",
                "-extra", .. arguments,
            ]);
        Console.Error.Write(output);
    }

    private string Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["MOCHI_CORPUS"] = _program;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} ended with status {process.ExitCode}: {output}");
    }

    private static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Mochi.BeamAsm.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("not inside the repository");
    }
}
