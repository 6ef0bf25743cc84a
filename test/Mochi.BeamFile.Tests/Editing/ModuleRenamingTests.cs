using FluentAssertions;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Editing;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Tests.Container;

namespace Mochi.BeamFile.Tests.Editing;

/// <summary>A renamed module has its new name in every place, and only there.</summary>
[TestClass]
public sealed class ModuleRenamingTests
{
    [TestMethod]
    public void Rename_LeavesNothingOfTheOldNameInTheCode()
    {
        var edited = EditedFiles.Reread(ModuleRenaming.Rename(SampleModules.Annotated(), "anything").Module);
        edited.Name.Should().Be("anything");
        EditedFiles.Atoms(edited).Should().StartWith("anything").And.NotContain("everything");
        edited.Functions.SelectMany(function => function.Instructions)
            .Where(instruction => instruction.Opcode == Opcode.FuncInfo)
            .Should().HaveCount(5).And.OnlyContain(instruction => ((AtomOperand)instruction.Operands[0]).Name == "anything");
    }

    [TestMethod]
    public void Rename_KeepsTheNameOfTheSource()
    {
        var edited = EditedFiles.Reread(ModuleRenaming.Rename(SampleModules.Everything(), "anything").Module);
        edited.Functions.SelectMany(function => function.Instructions).SelectMany(instruction => instruction.Operands)
            .OfType<LocationOperand>().Select(location => location.File).Should().Contain("everything.erl");
    }

    [TestMethod]
    public void Rename_MakesIdentityAnew()
    {
        var before = BeamModuleReader.Read(BeamModuleWriter.Write(SampleModules.Everything()));
        var after = BeamModuleReader.Read(
            BeamModuleWriter.Write(ModuleRenaming.Rename(before.Require(), "anything").Module));
        after.Require().GenerateVersion.Should().BeTrue("vsn is the new MD5");
        after.Chunks!.Md5.Should().NotEqual(before.Chunks!.Md5);
    }

    [TestMethod]
    public void Rename_OfTheOwnModule_DropsWhatSaysOtherwise()
    {
        var (module, diagnostics) = ModuleRenaming.Rename(SampleModules.Annotated(), "anything");
        module.ExtraChunks.Select(chunk => chunk.Id).Should().Equal("Docs");
        diagnostics.Select(diagnostic => (diagnostic.Code, diagnostic.Severity, diagnostic.Place.Chunk)).Should().Equal(
            (BeamFileCodes.StaleAfterEdit, DiagnosticSeverity.Note, "Dbgi"),
            (BeamFileCodes.StaleAfterEdit, DiagnosticSeverity.Note, "ExCk"));
    }

    [TestMethod]
    public void Rename_WithDebugInformationToKeep_Warns()
    {
        var (module, diagnostics) = ModuleRenaming.Rename(
            SampleModules.Annotated(), "anything", new EditOptions { KeepsDebugInfo = true });
        module.ExtraChunks.Should().HaveCount(3);
        diagnostics.Should().HaveCount(2).And.OnlyContain(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning);
    }

    [TestMethod]
    [DataRow(true, "{renamed,[renamed,other]}")]
    [DataRow(false, "{sample,[sample,other]}")]
    public void Rename_RewritesValuesWhenAsked(bool rewritesValues, string expected)
    {
        var module = EditedFiles.WithBody(EditedFiles.Give(TermReader.Read("{sample,[sample,other]}")));
        var edited = ModuleRenaming.Rename(module, "renamed", new EditOptions { RewritesValues = rewritesValues }).Module;
        EditedFiles.Literals(edited).Should().Equal(expected);
    }

    [TestMethod]
    public void Rename_FollowsFunsInLiteralsAndCallsThatNameTheModule()
    {
        var module = EditedFiles.WithBody(
            EditedFiles.Give(TermReader.Read("[fun sample:run/1, fun lists:run/1]")),
            Instruction.CallExt(1, new ImportOperand("sample", "run", 1)));
        var edited = ModuleRenaming.Rename(module, "renamed", new EditOptions { RewritesValues = false }).Module;
        EditedFiles.Literals(edited).Should().Equal("[fun renamed:run/1,fun lists:run/1]");
        BeamModuleReader.Read(BeamModuleWriter.Write(edited)).Chunks!.Imports
            .Should().Equal(new ImportOperand("renamed", "run", 1));
    }

    [TestMethod]
    public void Rename_InAModuleThatCallsIt_RewritesTheCallsAlone()
    {
        var module = EditedFiles.WithBody(Instruction.CallExt(1, new ImportOperand("lists", "reverse", 1)));
        var edited = ModuleRenaming.Rename(module, "lists", "lists2").Module;
        edited.Name.Should().Be("sample");
        EditedFiles.Atoms(edited).Should().Equal("sample", "run", "lists2", "reverse");
    }

    [TestMethod]
    public void Rename_OfWhatIsNotNamed_ChangesNothing()
    {
        var module = SampleModules.Annotated();
        var edited = ModuleRenaming.Rename(module, "nobody", "somebody");
        edited.Module.Should().BeSameAs(module);
        edited.Diagnostics.Should().BeEmpty();
    }

    [TestMethod]
    public void Rename_ThereAndBack_GivesTheSameBytes()
    {
        var module = SampleModules.Everything();
        var there = ModuleRenaming.Rename(module, "anything").Module;
        BeamModuleWriter.Write(ModuleRenaming.Rename(there, "everything").Module).Should().Equal(BeamModuleWriter.Write(module));
    }

    [TestMethod]
    public void Rename_OfAnAttributeThatNamesTheModule_Warns()
    {
        var module = SampleModules.Everything() with { Attributes = TermReader.Read("[{behaviour,[everything]}]") };
        ModuleRenaming.Rename(module, "anything").Diagnostics.Should().ContainSingle()
            .Which.Should().Match<Diagnostic>(
                diagnostic => diagnostic.Place.Chunk == "Attr" && diagnostic.Severity == DiagnosticSeverity.Warning);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("with\0zero")]
    [DataRow("имя")]
    public void Rename_ToWhatIsNoModuleName_IsRefused(string name) =>
        EditedFiles.Refusal(() => ModuleRenaming.Rename(SampleModules.Everything(), name)).Code
            .Should().Be(BeamFileCodes.DoesNotFit);

    // A constant of an attribute would lose it.
    [TestMethod]
    public void Rename_ToHalfASurrogatePair_IsRefused() =>
        EditedFiles.Refusal(() => ModuleRenaming.Rename(SampleModules.Everything(), new string('\uD800', 1))).Message
            .Should().Contain("is not valid Unicode");

    [TestMethod]
    [DataRow(128, true)]
    [DataRow(127, false)]
    public void Rename_ToAName_IsRefusedWhenItIsTooLongForTheForm(int characters, bool isRefused)
    {
        // Two bytes each, and tables of OTP 27 have one byte for the length.
        var rename = () => ModuleRenaming.Rename(SampleModules.Everything(), new string('ö', characters));
        if (isRefused)
        {
            EditedFiles.Refusal(rename).Code.Should().Be(BeamFileCodes.DoesNotFit);
        }
        else
        {
            EditedFiles.Reread(rename().Module).Name.Should().HaveLength(characters);
        }
    }

    [TestMethod]
    public void Rename_OfAModuleWithFunctionsOfTheMachine_CallsThemUnderTheirOldNames()
    {
        var lists = EditedFiles.Renamed(EditedFiles.WithBody(Instruction.Badmatch(Register.X(0))), "lists", "reverse", 2);
        var (edited, diagnostics) = ModuleRenaming.Rename(lists, "lists2");
        EditedFiles.Reread(edited).Functions[0].Instructions[^1].Should().Be(
            Instruction.CallExtOnly(2, new ImportOperand("lists", "reverse", 2)));
        diagnostics.Should().ContainSingle().Which.Should().Match<Diagnostic>(
            diagnostic => diagnostic.Severity == DiagnosticSeverity.Note && diagnostic.Message.Contains("lists:reverse/2"));
    }

    [TestMethod]
    public void Rename_OfAModuleThatLoadsNativeCode_Warns() =>
        ModuleRenaming.Rename(
            EditedFiles.WithBody(Instruction.CallExt(2, new ImportOperand("erlang", "load_nif", 2))), "other")
            .Diagnostics.Should().ContainSingle().Which.Severity.Should().Be(DiagnosticSeverity.Warning);

    [TestMethod]
    public void Rename_OfAModuleWithCodeThatIsNotKnown_IsRefused()
    {
        var module = SampleModules.Everything() with { Deviations = new FileDeviations { CodeTail = [255, 0] } };
        EditedFiles.Refusal(() => ModuleRenaming.Rename(module, "anything")).Should().Match<Diagnostic>(
            diagnostic => diagnostic.Code == BeamFileCodes.CannotEdit && diagnostic.Place.Chunk == "Code"
                && diagnostic.Hint != null);
    }
}
