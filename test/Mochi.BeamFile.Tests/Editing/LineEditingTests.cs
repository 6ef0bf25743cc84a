using FluentAssertions;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Editing;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Tests.Container;

namespace Mochi.BeamFile.Tests.Editing;

/// <summary>Places are merged, renamed and dropped.</summary>
[TestClass]
public sealed class LineEditingTests
{
    [TestMethod]
    public void Merge_DropsPlacesAndFilesThatNothingRefersTo()
    {
        var module = SampleModules.Everything();
        var padded = module with
        {
            Deviations = new FileDeviations
            {
                Tables = new TableSeed
                {
                    FileNames = ["nobody.hrl", "other.hrl"],
                    Locations = [new LocationOperand("nobody.hrl", 1)],
                },
                LineInstructionCount = 99,
            },
        };
        Lines(padded).Locations.Should().HaveCount(3);
        BeamModuleWriter.Write(LineEditing.Merge(padded)).Should().Equal(BeamModuleWriter.Write(module));
    }

    [TestMethod]
    public void RenameFiles_MakesOneOfPlacesThatBecomeEqual()
    {
        var module = EditedFiles.WithBody(
            Instruction.Line(new LocationOperand("/a/x.hrl", 3)), Instruction.Line(new LocationOperand("/b/x.hrl", 3)),
            Instruction.Line(new LocationOperand("/b/x.hrl", 4)));
        Lines(module).FileNames.Should().Equal("sample.erl", "/a/x.hrl", "/b/x.hrl");
        var edited = LineEditing.RenameFiles(module, Path.GetFileName);
        Lines(edited).FileNames.Should().Equal("sample.erl", "x.hrl");
        Lines(edited).Locations.Should().HaveCount(2);
    }

    [TestMethod]
    public void Drop_LeavesNoPlaces()
    {
        var edited = EditedFiles.Reread(LineEditing.Drop(SampleModules.Annotated()));
        Lines(edited).Locations.Should().BeEmpty();
        edited.DebugPoints.IsDefault.Should().BeTrue();
        edited.Functions.SelectMany(function => function.Instructions)
            .Should().NotContain(instruction => instruction.Opcode == Opcode.Line);
    }

    private static BeamFile.Chunks.LineTable Lines(BeamModule module) =>
        BeamModuleReader.Read(BeamModuleWriter.Write(module)).Chunks!.Lines!;
}
