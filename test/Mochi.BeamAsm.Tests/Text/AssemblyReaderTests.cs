using System.Numerics;
using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Tests.Text;

[TestClass]
public sealed class AssemblyReaderTests
{
    private const string Header = "{module, m}.\n{exports, [{f,0}]}.\n{attributes, []}.\n{labels, 3}.\n";
    private const string Function = Header + "{function, f, 0, 2}.\n  {label,1}.\n  {func_info,{atom,m},{atom,f},0}.\n  {label,2}.\n";

    [TestMethod]
    [DynamicData(nameof(AssemblyWriterTests.Orders), typeof(AssemblyWriterTests))]
    public void Read_OfWrittenInstructionGivesTheInstruction(Instruction instruction, string text)
    {
        var result = AssemblyReader.Read(
            $"{Function}  {text}.\n{{function, 'f', 2, 7}}.\n{{label,6}}.\n{{func_info,{{atom,m}},{{atom,f}},2}}.\n{{label,7}}.\n");

        result.Diagnostics.Should().BeEmpty();
        var read = result.Module!.Functions[0].Instructions[^1];
        AssemblyText(read).Should().Be(AssemblyText(instruction));
    }

    [TestMethod]
    public void Read_UnderstandsHowTheCompilerBreaksLines()
    {
        var text = Function + """
            %% a comment
            {'%',{var_info,{x,0},[{type,{t_integer,any}}]}}.
            {move,{literal,"ab"
                           "c\x{263A}\s\101"},
                  {x,0}}. % at the end
            {move,{literal,[$a,16#ff,-1.5e-3,<<"x","ö"/utf8,1:2>>,#{k => v}|fun lists:map/2]},{x,1}}.
            """;

        var code = AssemblyReader.Read(text).Module!.Functions[0].Instructions;

        ((LiteralOperand)code[3].Operands[0]).Term.Should().Be(Term.CharList("abc☺ A"));
        var list = (ListTerm)((LiteralOperand)code[4].Operands[0]).Term;
        list.Elements.Should().Equal(
            Term.Integer('a'),
            Term.Integer(255),
            Term.Float(-0.0015),
            Term.Bitstring([(byte)'x', 0xC3, 0xB6, 0x40], 2),
            Term.Map((Term.Atom("k"), Term.Atom("v"))));
        list.Tail.Should().Be(Term.ExternalFun("lists", "map", 2));
    }

    [TestMethod]
    [DataRow("any", BeamTypeKinds.Any)]
    [DataRow("{t_atom,[a,b]}", BeamTypeKinds.Atom)]
    [DataRow("{t_list,{t_integer,any},nil}", BeamTypeKinds.List)]
    [DataRow("{t_tuple,2,true,#{1 => {t_atom,[ok]}}}", BeamTypeKinds.Tuple)]
    [DataRow("{t_bs_context,8}", BeamTypeKinds.Bitstring)]
    [DataRow("{t_union,{t_atom,[a]},nil,none,[{{2,{t_atom,[b]}},{t_tuple,2,true,#{}}}],pid}", BeamTypeKinds.Atom | BeamTypeKinds.Nil | BeamTypeKinds.Tuple | BeamTypeKinds.Pid)]
    [DataRow("{t_union,{t_atom,[a]},none,none,none,{t_record,nil,#{}},none}", BeamTypeKinds.Atom | BeamTypeKinds.NativeRecord)]
    public void Read_TakesFromTypesWhatFilesCanSay(string type, BeamTypeKinds kinds)
    {
        var code = AssemblyReader.Read($"{Function}  {{move,{{tr,{{x,0}},{type}}},{{x,1}}}}.\n").Module!.Functions[0].Instructions;

        ((TypedRegister)code[^1].Operands[0]).Type.Kinds.Should().Be(kinds);
    }

    [TestMethod]
    public void Read_TakesBoundsThatFitAWord()
    {
        var huge = BigInteger.One << 60;
        var text = $"{Function}  {{move,{{tr,{{x,0}},{{t_integer,{{-5,{huge}}}}}}},{{x,1}}}}.\n";

        var type = ((TypedRegister)AssemblyReader.Read(text).Module!.Functions[0].Instructions[^1].Operands[0]).Type;

        type.Should().Be(new BeamType(BeamTypeKinds.Integer, -5));
    }

    [TestMethod]
    public void Read_PutsOnLoadBehindTheEntryLabel()
    {
        var text = Function.Replace("{attributes, []}", "{attributes, [{on_load,[{f,0}]},{author,[me]}]}", StringComparison.Ordinal)
            + "  return.\n";

        var module = AssemblyReader.Read(text).Module!;

        module.Functions[0].Instructions.Select(instruction => instruction.Opcode)
            .Should().Equal(Opcode.Label, Opcode.FuncInfo, Opcode.Label, Opcode.OnLoad, Opcode.Return);
        module.Attributes.Should().Be(Term.List(Term.Tuple(Term.Atom("author"), Term.List(Term.Atom("me")))));
        module.Exports.Should().ContainSingle().Which.Label.Should().Be(2);
        AssemblyWriter.Write(module, AssemblyDialect.Otp27).Should().Contain("{on_load,[{f,0}]}").And.NotContain("    on_load.");
    }

    [TestMethod]
    [DataRow("", "BA111 1:1")]
    [DataRow(Header + "{function, f, 0, 2}\n", "BA110 6:1")]
    [DataRow(Header + "return.\n", "BA111 5:1")]
    [DataRow(Header + "{function, f, 256, 2}.\n", "BA111 5:1")]
    [DataRow(Header + "{records, [no]}.\n", "BA113 5:1")]
    [DataRow(Function + "  {mov,{x,0},{x,1}}.\n  {jump,nowhere}.\n", "BA112 9:3, BA113 10:3")]
    [DataRow(Function + "  {move,{x,0}}.\n", "BA113 9:3")]
    [DataRow(Function + "  {move,{x,-1},{x,0}}.\n", "BA113 9:3")]
    [DataRow(Function + "  {jump,{f,0}}.\n", "BA113 9:3")]
    [DataRow(Function + "  {make_fun3,{f,9},0,0,{x,0},{list,[]}}.\n", "BA114 9:3")]
    [DataRow(Function + "  {move,{tr,{x,0},{t_thing,1}},{x,0}}.\n", "BA113 9:3")]
    [DataRow(Function + "  {move,{literal,\"open},{x,0}}.\n", "BA110 9:18")]
    [DataRow(Function + "  {move,{literal,<<300:4/no>>},{x,0}}.\n  {move,{literal,#{a=>1,b}},{x,0}}.\n", "BA110 9:28, BA110 10:26")]
    [DataRow(Function + "  {move,{literal,37#1},{x,0}}.\n  [].\n", "BA110 9:18, BA112 10:3")]
    public void Read_ReportsPlaces(string text, string expected)
    {
        var result = AssemblyReader.Read(text, "m.S");

        result.Module.Should().BeNull();
        string.Join(", ", result.Diagnostics.Select(found => $"{found.Code} {found.Place.Line}:{found.Place.Column}"))
            .Should().Be(expected);
    }

    [TestMethod]
    [DataRow("mov", "there is no instruction mov")]
    [DataRow("'%.'", "there is no instruction '%.'")]
    [DataRow("''", "there is no instruction ''")]
    public void UnknownInstruction_IsNamedAsAnAtom(string name, string message) =>
        AssemblyReader.Read(Function + $"  {{{name},{{x,0}}}}.\n", "m.S").Diagnostics.Should().ContainSingle()
            .Which.Message.Should().Be(message);

    [TestMethod]
    [DataRow("{")]
    [DataRow("[")]
    [DataRow("#{a=>")]
    public void Read_SurvivesDeepNesting(string opening) =>
        AssemblyReader.Read(string.Concat(Enumerable.Repeat(opening, 100_000))).Diagnostics
            .Should().Contain(found => found.Code == "BA110");

    private static string AssemblyText(Instruction instruction) => AssemblyWriterTests.TextOf(instruction, AssemblyDialect.Otp27);
}
