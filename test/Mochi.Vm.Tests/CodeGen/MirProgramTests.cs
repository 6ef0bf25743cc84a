using FluentAssertions;
using Mochi.BeamAsm;
using Mochi.BeamAsm.Ir.Checking;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.Vm.Tests.Otp;
using Mochi.Vm.Tests.Validation;

namespace Mochi.Vm.Tests.CodeGen;

/// <summary>Runs the programs of <c>test/mir</c>; its README says what they look like.</summary>
[TestClass]
public sealed class MirProgramTests
{
    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void EveryCall_GivesWhatTheFileSays(AssemblyDialect dialect)
    {
        string[] files = [.. Directory.GetFiles(Folder(), "*.mir").Order(StringComparer.Ordinal)];
        BeamModule[] modules = [.. files.Select(Compile)];

        StrictVerifier.Findings(modules).Should().BeEmpty();
        BeamValidator.Validate(dialect, modules).Where(result => result.Beam is null)
            .Select(result => $"{result.Name}: {result.Errors}").Should().BeEmpty();
        string[] expectations = [.. files.Zip(modules).SelectMany(pair => Expectations(pair.First, pair.Second.Name))];
        expectations.Should().HaveCountGreaterThan(80);
        RunOnMachine(dialect, modules, expectations).Should().BeEmpty();
    }

    private static string Folder()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Mochi.BeamAsm.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder!, "test", "mir");
    }

    private static BeamModule Compile(string file)
    {
        MirParseResult parsed = MirParser.Parse(File.ReadAllText(file), Path.GetFileName(file));
        parsed.Diagnostics.Should().BeEmpty();
        IrChecker.Check(parsed.Module!).Should().BeEmpty();
        return ModuleCompiler.Compile(parsed.Module!);
    }

    private static IEnumerable<string> Expectations(string file, string module)
    {
        foreach (string line in File.ReadLines(file).Where(line => line.StartsWith("%> ", StringComparison.Ordinal)))
        {
            string text = line[3..];
            int raises = text.IndexOf(" raises ", StringComparison.Ordinal);
            int equals = text.IndexOf(" = ", StringComparison.Ordinal);
            (string call, string outcome) = raises > 0
                ? (text[..raises], $"{{{text[(raises + 8)..].Replace(":", ", ", StringComparison.Ordinal)}}}")
                : (text[..equals], $"{{value, {text[(equals + 3)..]}}}");
            yield return $"{{<<\"{module}:{call.Replace("\"", "\\\"", StringComparison.Ordinal)}\"/utf8>>, "
                + $"(fun() -> try {{value, {module}:{call}}} catch C:R -> {{C, R}} end end)(), {outcome}}}";
        }
    }

    /// <returns>What went otherwise than expected, one line each.</returns>
    private static string RunOnMachine(AssemblyDialect dialect, BeamModule[] modules, string[] expectations)
    {
        const string Program =
            """
            [Folder] = init:get_plain_arguments(),
            {ok, Outcomes} = file:script(filename:join(Folder, "calls")),
            [io:format("~ts~n  gives    ~0p~n  expected ~0p~n", [Call, Got, Expected])
             || {Call, Got, Expected} <- Outcomes, Got =/= Expected],
            halt(0).
            """;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mochi-mir-");
        try
        {
            foreach (BeamModule module in modules)
            {
                File.WriteAllBytes(Path.Combine(folder.FullName, $"{module.Name}.beam"), BeamModuleWriter.Write(module));
            }

            File.WriteAllText(Path.Combine(folder.FullName, "calls"), $"[{string.Join(",\n", expectations)}].\n");
            (int status, string output, string errors) =
                ErlangProcess.Run(dialect, ["-pa", folder.FullName, "-eval", Program, "-extra", folder.FullName], seconds: 60);
            return status == 0 ? output : $"erl ended with status {status}\n{output}\n{errors}";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
