using System.Diagnostics;
using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.Tools.Tests.Cli;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Verification;

/// <summary>A short run of <c>tools/verify-mutations</c>, whose full run is in <c>docs/verifier-mutations.md</c>.</summary>
[TestClass]
public sealed class MutationTests
{
    private const int Count = 500;

    private const int OursField = 4;
    private const int FindingField = 5;
    private const int ValidatorField = 6;
    private const int OutcomeField = 9;

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Rejects_what_is_broken(AssemblyDialect release)
    {
        var folder = Directory.CreateTempSubdirectory("mochi-mutation-test-");
        try
        {
            var list = Path.Combine(folder.FullName, "list");
            var page = Path.Combine(folder.FullName, "page");
            var output = Run(release, "--short", "--count", $"{Count}", "--release", $"{(int)release}", "--list", list, "--report", page);
            output.Should().Contain($"{Count} mutants, 0 accepted in strict mode took a machine down");
            var mutants = File.ReadLines(list).Select(line => line.Split('\t')).ToList();

            mutants.Should().HaveCount(Count);
            mutants.Should().NotContain(mutant => mutant[FindingField].Contains("Exception"), "the verifier never throws");
            mutants.Should().NotContain(
                mutant => mutant[OursField] == "strict" && (mutant[OutcomeField] == "Crashed" || mutant[OutcomeField].EndsWith("AtLoad")));
            mutants.Count(mutant => mutant[OursField] == "rejected").Should().BeGreaterThan(Count / 2);
            mutants.Count(mutant => mutant[OursField] == "strict" && mutant[OutcomeField] == "Ran").Should().BeGreaterThan(Count / 10);
            mutants.Count(mutant => mutant[ValidatorField] == "Rejected").Should().BeGreaterThan(Count / 3);
            File.ReadAllText(page).Should().NotContain("not explained", "every kind of disagreement with beam_validator has its reason");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Run(AssemblyDialect release, params string[] arguments)
    {
        var start = new ProcessStartInfo(Repository.Tool("verify-mutations"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[$"MOCHI_OTP{(int)release}"] = OtpRoot.Of(release);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + (process.ExitCode == 0 ? "" : errors.Result);
    }
}
