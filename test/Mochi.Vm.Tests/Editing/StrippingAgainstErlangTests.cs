using System.Security.Cryptography;
using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Editing;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Editing;

/// <summary>Stripped files are those of <c>beam_lib:strip</c>, byte for byte, over every module of a real OTP.</summary>
[TestClass]
public sealed class StrippingAgainstErlangTests
{
    // Of every file: what strip/1 gives, as it is and decompressed, and what strip/2 gives with two more chunks.
    private const string Program =
        """
        [In, Out] = init:get_plain_arguments(),
        {ok, Text} = file:read_file(In),
        Sum = fun(Bytes) -> binary:encode_hex(erlang:md5(Bytes)) end,
        Line = fun(File) ->
            {ok, Module} = file:read_file(File),
            {ok, {_, Stripped}} = beam_lib:strip(Module),
            {ok, {_, More}} = beam_lib:strip(Module, ["Docs", "Attr"]),
            [Sum(Stripped), " ", Sum(zlib:gunzip(Stripped)), " ", Sum(zlib:gunzip(More)), "\n"]
        end,
        ok = file:write_file(Out, [Line(File) || File <- binary:split(Text, <<"\n">>, [global, trim])]),
        halt().
        """;

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Strip_OverEveryModule_GivesWhatBeamLibGives(AssemblyDialect dialect)
    {
        var files = OtpModules.Of(dialect);
        var more = new StripSelection { Keep = [ChunkId.Documentation, ChunkId.Attributes] };
        var actual = files.Select(path =>
        {
            var file = ChunkFile.Read(File.ReadAllBytes(path));
            var stripped = ChunkStripping.Strip(file);
            return $"{Sum((stripped with { IsCompressed = true }).Write())} {Sum(stripped.Write())} "
                + Sum(ChunkStripping.Strip(file, more).Write());
        });
        actual.Should().Equal(Expected(dialect, files));
    }

    private static string[] Expected(AssemblyDialect dialect, IReadOnlyList<string> files)
    {
        var folder = Directory.CreateTempSubdirectory("mochi-strip-");
        try
        {
            var list = Path.Combine(folder.FullName, "files");
            var sums = Path.Combine(folder.FullName, "sums");
            File.WriteAllLines(list, files);
            var (status, output, errors) = ErlangProcess.Run(dialect, ["-eval", Program, "-extra", list, sums]);
            status.Should().Be(0, output + errors);
            return File.ReadAllLines(sums);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Only to compare files; nothing is protected by it.
#pragma warning disable CA5351
    private static string Sum(byte[] bytes) => Convert.ToHexString(MD5.HashData(bytes));
#pragma warning restore CA5351
}
