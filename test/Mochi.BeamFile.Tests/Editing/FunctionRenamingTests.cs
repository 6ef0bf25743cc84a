using FluentAssertions;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Editing;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Metadata;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Tests.Container;

namespace Mochi.BeamFile.Tests.Editing;

/// <summary>A renamed function has its new name wherever something names it.</summary>
[TestClass]
public sealed class FunctionRenamingTests
{
    private const string Module = "everything";

    [TestMethod]
    public void Rename_OfAnExportedFunction_ChangesCodeAndExports()
    {
        var edited = EditedFiles.Reread(Rename(SampleModules.Annotated(), "add_one", 1, "increment").Module);
        edited.Functions[1].Name.Should().Be("increment");
        edited.Exports.Select(entry => entry.Name).Should().Equal("literal", "increment", "make_fun", "greeting");
        EditedFiles.Atoms(edited).Should().Contain("increment").And.NotContain("add_one");
    }

    [TestMethod]
    public void Rename_TakesPartsOfTheFunctionAlong()
    {
        var edited = EditedFiles.Reread(Rename(SampleModules.Annotated(), "make_fun", 1, "adder").Module);
        EditedFiles.Functions(edited).Should().Equal("literal/0", "add_one/1", "adder/1", "greeting/1", "-adder/1-fun-0-/2");
        edited.Locals.Should().ContainSingle().Which.Name.Should().Be("-adder/1-fun-0-");
        BeamModuleReader.Read(BeamModuleWriter.Write(edited)).Chunks!.Lambdas.Should().ContainSingle()
            .Which.Function.Should().Be("-adder/1-fun-0-");
    }

    [TestMethod]
    public void Rename_OfAnotherArity_LeavesPartsAlone() =>
        EditedFiles.Refusal(() => Rename(SampleModules.Annotated(), "make_fun", 2, "adder")).Should().Match<Diagnostic>(
            diagnostic => diagnostic.Code == BeamFileCodes.NothingToEdit && diagnostic.Message.Contains("make_fun/2"));

    [TestMethod]
    public void Rename_TakesTheDocumentationAlong()
    {
        var edited = Rename(SampleModules.Annotated(), "add_one", 1, "increment").Module;
        edited.Metadata(ChunkId.Documentation).Should().BeOfType<ModuleDocumentation>()
            .Which.Entries.Should().ContainSingle().Which.Name.Should().Be("increment");
    }

    [TestMethod]
    public void Rename_FollowsWhatDebuggersSee()
    {
        var edited = EditedFiles.Reread(Rename(SampleModules.Annotated(), "literal", 0, "constant").Module);
        edited.DebugPoints[1].Calls[1].Function.Should().Be(Term.Atom("constant"));
    }

    [TestMethod]
    public void Rename_ToAFunctionThatThereIs_IsRefused()
    {
        var module = SampleModules.Everything();
        EditedFiles.Refusal(() => Rename(module, "add_one", 1, "greeting")).Should().Match<Diagnostic>(
            diagnostic => diagnostic.Code == BeamFileCodes.NamesClash && diagnostic.Message.Contains("greeting/1"));
        EditedFiles.Functions(Rename(module, "add_one", 1, "literal").Module).Should().Contain(["literal/0", "literal/1"]);
    }

    [TestMethod]
    public void Rename_OfModuleInfo_IsRefused() =>
        EditedFiles.Refusal(() => Rename(SampleModules.Everything(), "module_info", 1, "other")).Code
            .Should().Be(BeamFileCodes.DoesNotFit);

    [TestMethod]
    public void Rename_ToANameThatMakesThatOfAPartTooLong_IsRefused() =>
        EditedFiles.Refusal(() => Rename(SampleModules.Everything(), "make_fun", 1, new string('a', 250))).Code
            .Should().Be(BeamFileCodes.DoesNotFit);

    [TestMethod]
    public void Rename_TellsOfAtomsThatAreTheName()
    {
        var module = EditedFiles.WithBody(EditedFiles.Give(TermReader.Read("[{sample,run,1}]")));
        var (edited, diagnostics) = FunctionRenaming.Rename(module, new Mfa("sample", "run", 1), "go");
        EditedFiles.Literals(edited).Should().Equal("[{sample,run,1}]");
        diagnostics.Should().ContainSingle().Which.Message.Should().Contain("'run' is also used as a value");
    }

    [TestMethod]
    public void Rename_InAModuleThatCallsIt_FollowsCallsAndFuns()
    {
        var module = EditedFiles.WithBody(
            EditedFiles.Give(TermReader.Read("[fun lists:map/2,fun lists:map/3,fun maps:map/2,map]")),
            Instruction.CallExt(2, new ImportOperand("lists", "map", 2)));
        var edited = FunctionRenaming.Rename(module, new Mfa("lists", "map", 2), "each").Module;
        EditedFiles.Literals(edited).Should().Equal("[fun lists:each/2,fun lists:map/3,fun maps:map/2,map]");
        BeamModuleReader.Read(BeamModuleWriter.Write(edited)).Chunks!.Imports
            .Should().Equal(new ImportOperand("lists", "each", 2));
    }

    [TestMethod]
    public void Rename_OfAFunctionOfTheMachine_CallsItUnderItsOldName()
    {
        var lists = EditedFiles.Renamed(EditedFiles.WithBody(), "lists", "reverse", 2);
        var edited = FunctionRenaming.Rename(lists, new Mfa("lists", "reverse", 2), "turn").Module;
        EditedFiles.Functions(edited).Should().Equal("turn/2");
        EditedFiles.Reread(edited).Functions[0].Instructions[^1].Should().Be(
            Instruction.CallExtOnly(2, new ImportOperand("lists", "reverse", 2)));
    }

    [TestMethod]
    public void Rename_OfAFunctionThatNativeCodeReplaces_Warns() =>
        FunctionRenaming.Rename(EditedFiles.WithBody(Instruction.NifStart()), new Mfa("sample", "run", 1), "go")
            .Diagnostics.Should().ContainSingle().Which.Severity.Should().Be(DiagnosticSeverity.Warning);

    private static EditedModule Rename(BeamModule module, string name, int arity, string to) =>
        FunctionRenaming.Rename(module, new Mfa(Module, name, arity), to);
}
