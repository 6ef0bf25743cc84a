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

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Dumps_every_byte_of_real_files_once(AssemblyDialect release)
    {
        var library = Directory.EnumerateDirectories(Path.Combine(OtpRoot.Of(release), "lib"), "compiler-*").Single();

        var files = DumpedRanges.Of(library);

        files.Should().HaveCountGreaterThan(50);
        foreach (var (file, ranges) in files)
        {
            ranges.Should().Equal(DumpedRanges.Joined(ranges), file);
            ranges[^1].End.Should().Be((int)new FileInfo(file).Length, file);
            ranges.Should().NotContain(range => range.Meaning.StartsWith("bytes that", StringComparison.Ordinal), file);
        }
    }

    [TestMethod]
    public void Dumps_every_byte_of_damaged_files_once()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var sample = File.ReadAllBytes(Path.Combine(Repository.Root, "test/cli/data/sample.beam"));
            var random = new Random(20);
            for (var index = 0; index < 300; index++)
            {
                // The head of the file stays: without it there is nothing to show.
                var damaged = (byte[])sample.Clone();
                damaged[random.Next(300, damaged.Length)] ^= (byte)random.Next(1, 256);
                File.WriteAllBytes(Path.Combine(folder.FullName, $"damaged{index:000}.beam"), damaged);
            }

            var files = DumpedRanges.Of(folder.FullName);

            files.Should().HaveCountGreaterThan(200, "most damage leaves the chunks' sizes alone");
            files.Values.Should().Contain(ranges => ranges.Any(range => range.Meaning == "bytes that make no sense here"));
            foreach (var (file, ranges) in files)
            {
                ranges.Should().Equal(DumpedRanges.Joined(ranges), file);
                ranges[^1].End.Should().Be(sample.Length, file);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
