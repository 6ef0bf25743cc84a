using System.Diagnostics;
using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.Tools.Tests.Cli;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Tools;

/// <summary>What real compilers have written is read without an error.</summary>
[TestClass]
public class BeamDumpTests
{
    [TestMethod]
    [DataRow(AssemblyDialect.Otp27, "info")]
    [DataRow(AssemblyDialect.Otp27, "disasm")]
    [DataRow(AssemblyDialect.Otp29, "info")]
    [DataRow(AssemblyDialect.Otp29, "disasm")]
    public void Reads_every_file_of_a_release(AssemblyDialect release, string view)
    {
        var root = OtpRoot.Of(release);
        var expected = Directory.EnumerateFiles(root, "*.beam", SearchOption.AllDirectories).Count();
        var start = new ProcessStartInfo(Repository.Tool("beam-dump"), [view, "--format", "json", root])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var count = 0;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            count += line.StartsWith("{\"file\":", StringComparison.Ordinal) && line.EndsWith('}') ? 1 : 0;
        }

        process.WaitForExit();
        errors.Result.Should().BeEmpty();
        process.ExitCode.Should().Be(0);
        count.Should().Be(expected).And.BeGreaterThan(500);
    }
}
