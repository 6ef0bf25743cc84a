using FluentAssertions;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Editing;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Tests.Container;

namespace Mochi.BeamFile.Tests.Editing;

/// <summary>Atoms are rewritten in the places asked for.</summary>
[TestClass]
public sealed class AtomRewritingTests
{
    private static readonly Func<string, string> Upper = name => name.ToUpperInvariant();

    [TestMethod]
    [DataRow(AtomUses.Module, "SAMPLE run lists map yes")]
    [DataRow(AtomUses.Functions, "sample RUN lists map yes")]
    [DataRow(AtomUses.Imports, "sample run LISTS MAP yes")]
    [DataRow(AtomUses.Values, "sample run lists map YES")]
    [DataRow(AtomUses.All, "SAMPLE RUN LISTS MAP YES")]
    public void Rewrite_IsLimitedToTheUses(AtomUses uses, string expected)
    {
        var module = EditedFiles.WithBody(
            Instruction.CallExt(2, new ImportOperand("lists", "map", 2)), EditedFiles.Give(Term.Atom("yes")));
        var edited = EditedFiles.Reread(AtomRewriting.Rewrite(module, Upper, uses).Module);
        EditedFiles.Atoms(edited).Should().Equal(expected.Split(' '));
    }

    [TestMethod]
    [DataRow(AtomUses.Literals, "{A,#{B => [C|D]},fun sample:run/1,fun m:f/0}")]
    [DataRow(AtomUses.Imports, "{a,#{b => [c|d]},fun sample:run/1,fun 'M':'F'/0}")]
    [DataRow(AtomUses.Module | AtomUses.Functions, "{a,#{b => [c|d]},fun 'SAMPLE':'RUN'/1,fun m:f/0}")]
    public void Rewrite_InLiterals_TellsValuesFromNames(AtomUses uses, string expected)
    {
        var module = EditedFiles.WithBody(
            EditedFiles.Give(TermReader.Read("{a,#{b => [c|d]},fun sample:run/1,fun m:f/0}")));
        var edited = EditedFiles.Reread(AtomRewriting.Rewrite(module, Upper, uses).Module);
        EditedFiles.Literals(edited).Select(text => text.Replace("'", "", StringComparison.Ordinal))
            .Should().Equal(expected.Replace("'", "", StringComparison.Ordinal));
    }

    [TestMethod]
    public void Rewrite_OfRecordsAndAttributes_ReachesThem()
    {
        var edited = EditedFiles.Reread(
            AtomRewriting.Rewrite(SampleModules.Annotated(), Upper, AtomUses.Records | AtomUses.Attributes).Module);
        edited.Records[0].Name.Should().Be("POINT");
        edited.Records[0].Fields.Select(field => field.Name).Should().Equal("X", "Y");
        edited.Attributes!.ToString().Should().Be("[{\'AUTHOR\',[\'ME\']}]");
        EditedFiles.Functions(edited).Should().Equal(EditedFiles.Functions(SampleModules.Annotated()));
    }

    [TestMethod]
    public void Rewrite_ThatMakesCasesEqual_IsRefused()
    {
        var module = EditedFiles.WithBody(
            Instruction.SelectVal(
                Register.X(0), new LabelOperand(1),
                [(new AtomOperand("yes"), new LabelOperand(1)), (new AtomOperand("no"), new LabelOperand(1))]));
        EditedFiles.Refusal(() => AtomRewriting.Rewrite(module, name => name == "no" ? "yes" : name)).Should()
            .Match<Diagnostic>(diagnostic => diagnostic.Code == BeamFileCodes.NamesClash
                && diagnostic.Message.Contains("cases") && diagnostic.Message.Contains("run/1"));
    }

    [TestMethod]
    public void Rewrite_ThatMakesKeysOfALiteralEqual_IsRefused() =>
        EditedFiles.Refusal(() => AtomRewriting.Rewrite(
            EditedFiles.WithBody(EditedFiles.Give(TermReader.Read("#{a => 1,b => 2}"))), name => name == "b" ? "a" : name))
            .Code.Should().Be(BeamFileCodes.NamesClash);

    [TestMethod]
    public void Rewrite_ToWhatIsNoAtom_IsRefused() =>
        EditedFiles.Refusal(() => AtomRewriting.Rewrite(SampleModules.Everything(), name => name + new string('a', 255)))
            .Code.Should().Be(BeamFileCodes.DoesNotFit);

    [TestMethod]
    public void Rewrite_ThatChangesNothing_KeepsEverything()
    {
        var module = SampleModules.Annotated();
        var edited = AtomRewriting.Rewrite(module, name => name);
        edited.Module.Should().BeSameAs(module);
        edited.Diagnostics.Should().BeEmpty();
    }
}
