using System.Globalization;
using FluentAssertions;
using FluentAssertions.Execution;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Terms;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.RoundTrip;

/// <summary>Every module of a real OTP goes through the symbolic model and comes out byte for byte.</summary>
[TestClass]
public sealed class ModuleRoundTripTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void EveryModuleOfTheTree_ComesOutByteForByte(AssemblyDialect dialect)
    {
        var chunks = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var failures = new List<string>();
        var files = OtpModules.Of(dialect);
        foreach (var file in files)
        {
            var result = Mochi.BeamFile.Container.RoundTrip.Check(
                File.ReadAllBytes(file), new BeamReaderOptions { FileName = file });
            if (!result.IsIdentical || !result.Diagnostics.IsEmpty || result.Chunks.Any(chunk => chunk.IsKept))
            {
                failures.Add($"{file}: {string.Join(", ", result.Chunks.Where(chunk => !chunk.IsIdentical))} "
                    + string.Join("; ", result.Diagnostics));
            }

            foreach (var chunk in result.Chunks.Where(chunk => chunk.IsIdentical))
            {
                chunks[chunk.Id] = chunks.GetValueOrDefault(chunk.Id) + 1;
            }
        }

        TestContext.WriteLine($"{files.Count - failures.Count} of {files.Count} modules identical");
        foreach (var (id, count) in chunks)
        {
            TestContext.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{id} {count}"));
        }

        failures.Should().BeEmpty();
        files.Should().HaveCountGreaterThan(300);
    }

    /// <summary>
    /// Nothing departs from what compilers do, so nothing had to be remembered besides the symbolic code.
    /// </summary>
    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void NoModuleOfTheTree_DepartsFromWhatCompilersWrite(AssemblyDialect dialect)
    {
        using var scope = new AssertionScope();
        foreach (var file in OtpModules.Of(dialect))
        {
            BeamModuleReader.Read(File.ReadAllBytes(file)).Require().Deviations.Should().BeNull(file);
        }
    }

    /// <summary>
    /// Decoding these chunks and encoding the terms, compressed where the file is, gives the same bytes.
    /// </summary>
    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void DebugInfoAndDocumentation_AreEncodedAsOtpDoes(AssemblyDialect dialect)
    {
        using var scope = new AssertionScope();
        foreach (var file in OtpModules.Of(dialect, "stdlib").Where((_, index) => index % 3 == 0))
        {
            var container = BeamContainer.Read(File.ReadAllBytes(file));
            string[] ids = [ChunkId.DebugInfo, ChunkId.Documentation, ChunkId.Attributes, ChunkId.CompileInfo];
            foreach (var id in ids)
            {
                if (container.Find(id) is not { } chunk)
                {
                    continue;
                }

                var term = ExternalTermFormat.Decode(chunk.Data);
                var encoded = chunk.Data.Span[1] == 80
                    ? ExternalTermFormat.EncodeCompressed(term) : ExternalTermFormat.Encode(term);
                encoded.AsSpan().SequenceEqual(chunk.Data.Span).Should().BeTrue($"{id} of {file}");
            }
        }
    }

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Md5_IsWhatBeamLibComputes(AssemblyDialect dialect)
    {
        var files = OtpModules.Of(dialect);
        var list = Path.Combine(Path.GetTempPath(), $"mochi-md5-{Environment.ProcessId}-{dialect}.txt");
        File.WriteAllText(list, string.Join('\n', files));
        try
        {
            var (status, output, errors) = ErlangProcess.Run(dialect,
            [
                "-eval",
                "[ListFile] = init:get_plain_arguments(), {ok, B} = file:read_file(ListFile), "
                + "[begin {ok, {_, M}} = beam_lib:md5(binary_to_list(F)), io:format(\"~s~n\", [binary:encode_hex(M)]) end"
                + " || F <- binary:split(B, <<10>>, [global])], halt().",
                "-extra", list,
            ]);
            status.Should().Be(0, errors);
            var expected = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var actual = files.Select(file => Convert.ToHexString(
                new BeamChunks(BeamContainer.Read(File.ReadAllBytes(file))).Md5.AsSpan()));
            actual.Should().Equal(expected);
        }
        finally
        {
            File.Delete(list);
        }
    }
}
