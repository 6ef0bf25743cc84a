using FluentAssertions;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Editing;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamFile.Tests.Editing;

/// <summary>Literals are rewritten as long as everything that the code relies on stays true.</summary>
[TestClass]
public sealed class LiteralRewritingTests
{
    [TestMethod]
    [DataRow("<<\"old\">>", "<<\"something new\">>")]
    [DataRow("[\"a\",\"b\"]", "[\"one\",\"two\",\"three\"]")]
    [DataRow("{ok,1.5,[1,2]}", "{ok,2.5,[3]}")]
    [DataRow("#{port => 80}", "#{port => 8080}")]
    [DataRow("fun lists:map/2", "fun maps:map/2")]
    public void Rewrite_ToTheSameShape_GivesTheNewLiteral(string old, string replacement)
    {
        var edited = Rewrite(old, replacement);
        EditedFiles.Literals(EditedFiles.Reread(edited.Module)).Should().Equal(TermReader.Read(replacement).ToString());
    }

    [TestMethod]
    [DataRow("<<\"old\">>", "[1]", "bitstring")]
    [DataRow("{a,b}", "{a,b,c}", "tuple of 2 elements")]
    [DataRow("[1|2]", "[1,2]", "ends in []")]
    [DataRow("fun lists:map/2", "fun lists:map/3", "2 arguments")]
    [DataRow("{{a,b},c}", "{{a,b,c},c}", "tuple of 2 elements")]
    public void Rewrite_ToAnotherShape_IsRefused(string old, string replacement, string reason) =>
        EditedFiles.Refusal(() => Rewrite(old, replacement)).Should().Match<Diagnostic>(diagnostic =>
            diagnostic.Code == BeamFileCodes.DoesNotFit && diagnostic.Message.Contains(reason) && diagnostic.Hint != null);

    [TestMethod]
    public void Rewrite_OfNumbers_TakesTheBoundsFromTheTypes()
    {
        var typed = Register.X(0).WithType(BeamType.IntegerRange(0, 1000));
        var module = EditedFiles.WithBody(
            EditedFiles.Give(TermReader.Read("{1,2}")),
            Instruction.GcBif2(
                LabelOperand.None, 1, new ImportOperand("erlang", "+", 2), typed, new IntegerOperand(1), Register.X(0)));
        TypesOf(module, "{5000,2}").Should().ContainSingle().Which.Should().Match<BeamType>(
            type => type.Kinds == BeamTypeKinds.Integer && type.Maximum == null);
        TypesOf(module, "{1,2}").Should().ContainSingle().Which.Maximum.Should().Be(1000);
    }

    [TestMethod]
    public void Rewrite_IsAskedOnceForEachLiteral()
    {
        var literal = TermReader.Read("[same]");
        var asked = new List<Term>();
        LiteralRewriting.Rewrite(EditedFiles.WithBody(EditedFiles.Give(literal), EditedFiles.Give(literal)), term =>
        {
            asked.Add(term);
            return term;
        });
        asked.Should().ContainSingle();
    }

    private static EditedModule Rewrite(string old, string replacement) => LiteralRewriting.Rewrite(
        EditedFiles.WithBody(EditedFiles.Give(TermReader.Read(old))), _ => TermReader.Read(replacement));

    private static IEnumerable<BeamType> TypesOf(BeamFile.Container.BeamModule module, string replacement) =>
        EditedFiles.Reread(LiteralRewriting.Rewrite(module, _ => TermReader.Read(replacement)).Module)
            .Functions[0].Instructions.SelectMany(instruction => instruction.Operands).OfType<TypedRegister>()
            .Select(register => register.Type);
}
