using System.Diagnostics;
using System.Text;

namespace Mochi.Tools.Tests.Cli;

/// <summary>
/// A test of the command line in one file: see <c>test/cli/README.md</c> for its form. A case runs in a folder of its
/// own that holds its input files, through <c>bash</c>, with the commands of <c>tools/</c> on <c>PATH</c>.
/// </summary>
internal sealed class CliCase
{
    private const string Marker = "=== ";
    private static readonly string[] Results = ["status", "stdout", "stderr", "left"];

    private readonly string _path;
    private readonly List<(string Name, string Content)> _sections = [];

    /// <summary>Reads a case.</summary>
    /// <param name="file">The file, below <c>test/cli</c>.</param>
    public CliCase(string file)
    {
        _path = Path.Combine(Folder, file);
        Read();
    }

    /// <summary>Whether the results that come out become those that are expected (<c>MOCHI_BLESS=1</c>).</summary>
    public static bool IsBlessing => Environment.GetEnvironmentVariable("MOCHI_BLESS") == "1";

    /// <summary>The file with the results that it expects.</summary>
    public string Expected => Format(name => Section(name) ?? "");

    private static string Folder => Path.Combine(Repository.Root, "test", "cli");

    /// <summary>The cases in a folder of <c>test/cli</c>, by name.</summary>
    public static IEnumerable<string> In(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.cli")
            .Select(path => $"{folder}/{Path.GetFileName(path)}")
            .Order(StringComparer.Ordinal);

    /// <summary>Runs the case.</summary>
    /// <param name="folders">Folders to look for programs in, before those of <c>PATH</c>.</param>
    /// <param name="environment">Variables to set besides the fixed ones.</param>
    /// <returns>The file with the results that came out.</returns>
    public string Run(string[] folders, params (string Name, string Value)[] environment)
    {
        var parent = Directory.CreateTempSubdirectory("mochi-cli-test-").FullName;
        try
        {
            var folder = Path.Combine(parent, "case");
            Directory.CreateDirectory(folder);
            Directory.CreateDirectory(Path.Combine(parent, "home"));
            foreach (var (name, content) in _sections)
            {
                WriteInput(folder, name, content);
            }

            var results = Execute(parent, folder, folders, environment);
            return Format(name => results[name]);
        }
        finally
        {
            Directory.Delete(parent, recursive: true);
        }
    }

    /// <summary>Puts results into the file.</summary>
    public void Bless(string actual)
    {
        File.WriteAllText(_path, actual);
        Read();
    }

    private void Read()
    {
        _sections.Clear();
        var name = "";
        var content = new StringBuilder();
        foreach (var line in File.ReadAllText(_path).Split('\n')[..^1])
        {
            if (line.StartsWith(Marker, StringComparison.Ordinal))
            {
                _sections.Add((name, content.ToString()));
                name = line[Marker.Length..];
                content.Clear();
            }
            else
            {
                content.Append(line).Append('\n');
            }
        }

        _sections.Add((name, content.ToString()));
    }

    private static void WriteInput(string folder, string section, string content)
    {
        switch (section.Split(' '))
        {
            case ["file", var name]:
                Write(name, Encoding.UTF8.GetBytes(content));
                break;
            case ["hex", var name]:
                Write(name, Convert.FromHexString(content.Replace(" ", "").Replace("\n", "")));
                break;
            case ["folder", var name]:
                Directory.CreateDirectory(Path.Combine(folder, name));
                break;
            default:
                break;
        }

        void Write(string name, byte[] bytes)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }
    }

    private Dictionary<string, string> Execute(
        string parent, string folder, string[] folders, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("/usr/bin/env")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            ArgumentList = { "bash", "-c", Section("run") ?? throw new InvalidDataException($"{_path}: no command") },
        };
        var tools = new[] { "mochi", "beam-dump", "conformance" }.Select(name => Path.GetDirectoryName(Repository.Tool(name))!);
        start.Environment["PATH"] = string.Join(':', [.. tools, .. folders, Environment.GetEnvironmentVariable("PATH")]);
        start.Environment["HOME"] = Path.Combine(parent, "home");
        start.Environment["TMPDIR"] = parent;
        start.Environment["LC_ALL"] = "C";
        start.Environment["TERM"] = "xterm";
        start.Environment["REPOSITORY"] = Repository.Root;
        start.Environment.Remove("XDG_CACHE_HOME");
        start.Environment.Remove("NO_COLOR");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(Section("stdin") ?? "");
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(120)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{_path}: still running after two minutes");
        }

        return new Dictionary<string, string>
        {
            ["status"] = $"{process.ExitCode}\n",
            ["stdout"] = Clean(output.Result, folder),
            ["stderr"] = Clean(error.Result, folder),
            ["left"] = List(folder) + List(parent, except: ["case", "home"]),
        };
    }

    private static string List(string folder, params string[] except)
    {
        var names = Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Where(entry => !except.Contains(Path.GetRelativePath(folder, entry).Split('/')[0]))
            .Select(entry => Path.GetRelativePath(folder, entry) + (Directory.Exists(entry) ? "/" : ""))
            .Order(StringComparer.Ordinal);
        return string.Concat(names.Select(name => name + "\n"));
    }

    // The last line of a result always ends, so that sections stay apart; an end that is missing is made visible.
    private static string Clean(string text, string folder)
    {
        var clean = text.Replace(folder, "$PWD").Replace(Repository.Root, "$REPOSITORY").Replace("\e", "\\e");
        return clean.Length == 0 || clean.EndsWith('\n') ? clean : clean + "\\c\n";
    }

    private string? Section(string name) => _sections.Find(section => section.Name == name).Content;

    // Inputs first, as they stand in the file; then the results in their order, empty ones left out.
    private string Format(Func<string, string> result)
    {
        var text = new StringBuilder();
        foreach (var (name, content) in _sections.Where(section => !Results.Contains(section.Name)))
        {
            text.Append(name.Length == 0 ? "" : $"{Marker}{name}\n").Append(content);
        }

        foreach (var name in Results)
        {
            var content = result(name);
            text.Append(content.Length == 0 ? "" : $"{Marker}{name}\n{content}");
        }

        return text.ToString();
    }
}
