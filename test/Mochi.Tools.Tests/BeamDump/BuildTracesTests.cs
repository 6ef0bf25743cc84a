using FluentAssertions;
using Mochi.BeamDump.Views;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.Tools.Tests.Cli;

namespace Mochi.Tools.Tests.BeamDump;

/// <summary>A file tells where it was compiled when its compiler was not asked to be silent about it.</summary>
[TestClass]
public sealed class BuildTracesTests
{
    [TestMethod]
    [DataRow(null, null, "")]
    [DataRow("sample.erl", "[debug_info,{i,\"include\"}]", "")]
    [DataRow("/home/me/sample.erl", null, "the path of the source")]
    [DataRow("c:\\work\\sample.erl", null, "the path of the source")]
    [DataRow(null, "[debug_info,{i,\"/home/me/include\"}]", "folders in the options")]
    [DataRow("/b/sample.erl", "[{outdir,\"D:/b\"}]", "the path of the source, folders in the options")]
    public void SourceAndOptions_ThatArePathsAreTraces(string? source, string? options, string expected) =>
        string.Join(", ", BuildTraces.Of(Chunks([]), source, options)).Should().Be(expected);

    [TestMethod]
    public void LineTable_WithAPathIsATrace()
    {
        BuildTraces.Of(Chunks(["sample.erl", "sample.yrl"]), null, null).Should().BeEmpty();
        BuildTraces.Of(Chunks(["sample.erl", "/usr/lib/yeccpre.hrl", "/b"]), null, null)
            .Should().Equal("the path /usr/lib/yeccpre.hrl in the line table");
    }

    private static BeamChunks Chunks(string[] files)
    {
        var file = File.ReadAllBytes(Path.Combine(Repository.Root, "test", "cli", "data", "sample.beam"));
        var module = BeamModuleReader.Read(file).Require();
        var first = module.Functions[0];
        var lines = files.Select(name => Instruction.Line(new LocationOperand(name, 1)));
        module = module with
        {
            Functions = module.Functions.SetItem(0, first with { Instructions = first.Instructions.AddRange(lines) }),
        };
        return new BeamChunks(BeamContainer.Read(BeamModuleWriter.Write(module)));
    }
}
