using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Mochi.BeamAsm.Tests.Disassembly;

/// <summary>Compiles C# with the compiler of the SDK that runs the tests.</summary>
internal static class CSharpCompilation
{
    /// <summary>Compiles sources to an assembly that knows the libraries of the tests.</summary>
    public static Assembly Load(IReadOnlyList<string> sources)
    {
        var folder = Directory.CreateTempSubdirectory("mochi-csharp-test-").FullName;
        try
        {
            var arguments = new List<string>
            {
                "-noconfig", "-nostdlib", "-target:library", "-nologo", "-warnaserror", "-nowarn:CS8019", $"-out:{Path.Combine(folder, "built.dll")}",
            };
            foreach (var reference in Directory.EnumerateFiles(RuntimeEnvironment.GetRuntimeDirectory(), "System.*.dll"))
            {
                if (!Path.GetFileName(reference).Contains(".Native", StringComparison.Ordinal))
                {
                    arguments.Add($"-r:{reference}");
                }
            }

            arguments.Add($"-r:{Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "mscorlib.dll")}");
            arguments.Add($"-r:{typeof(BeamFile.Container.BeamModule).Assembly.Location}");
            for (var index = 0; index < sources.Count; index++)
            {
                var path = Path.Combine(folder, $"source{index}.cs");
                File.WriteAllText(path, sources[index]);
                arguments.Add(path);
            }

            Run(arguments);
            return Assembly.Load(File.ReadAllBytes(Path.Combine(folder, "built.dll")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Calls a static method without parameters.</summary>
    public static object Call(Assembly assembly, string type, string method) =>
        assembly.GetType(type, throwOnError: true)!.GetMethod(method)!.Invoke(null, null)!;

    private static void Run(List<string> arguments)
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var compiler = Directory.EnumerateDirectories(Path.Combine(root, "sdk"))
            .Select(sdk => Path.Combine(sdk, "Roslyn", "bincore", "csc.dll"))
            .Where(File.Exists)
            .Max(StringComparer.Ordinal) ?? throw new InvalidOperationException($"there is no C# compiler below {root}");
        var start = new ProcessStartInfo(Path.Combine(root, "dotnet"), [compiler, .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"the C# compiler ended with status {process.ExitCode}: {output[..Math.Min(output.Length, 4000)]}");
        }
    }
}
