using System.Numerics;
using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Tests.Text;

[TestClass]
public sealed class AssemblyWriterTests
{
    private static readonly Register X0 = Register.X(0);
    private static readonly Register X1 = Register.X(1);
    private static readonly LabelOperand Label7 = new(7);

    [TestMethod]
    public void Write_GivesHeaderFunctionsAndInstructions()
    {
        var module = new BeamModule(
            "my module",
            [
                new CodeFunction(
                    "main",
                    1,
                    2,
                    [
                        Instruction.Label(new LabelOperand(1)),
                        Instruction.Line(new LocationOperand("a.mochi", 3)),
                        Instruction.FuncInfo("my module", "main", 1),
                        Instruction.Label(new LabelOperand(2)),
                        Instruction.OnLoad(),
                        Instruction.CallOnly(1, new LabelOperand(2)),
                    ]),
            ],
            [new FunctionEntry("main", 1, 2)])
        {
            Attributes = Term.List(Term.Tuple(Term.Atom("author"), Term.List(Term.Atom("me")))),
        };

        AssemblyWriter.Write(module, AssemblyDialect.Otp27).Should().Be(
            """
            {module, 'my module'}.  %% version = 0

            {exports, [{main,1}]}.

            {attributes, [{on_load,[{main,1}]},{author,[me]}]}.

            {labels, 3}.


            {function, main, 1, 2}.
              {label,1}.
                {line,[{location,"a.mochi",3}]}.
                {func_info,{atom,'my module'},{atom,main},1}.
              {label,2}.
                {call_only,1,{f,2}}. % main/1

            """);
    }

    public static IEnumerable<object[]> Orders =>
    [
        [Instruction.Return(), "return"],
        [Instruction.Line(LocationOperand.None), "{line,[]}"],
        [Instruction.IsLt(Label7, X0, new IntegerOperand(-1)), "{test,is_lt,{f,7},[{x,0},{integer,-1}]}"],
        [Instruction.TestArity(Label7, X0, 2), "{test,test_arity,{f,7},[{x,0},2]}"],
        [Instruction.IsTaggedTuple(Label7, X0, 3, "ok"), "{test,is_tagged_tuple,{f,7},[{x,0},3,{atom,ok}]}"],
        [Instruction.HasMapFields(Label7, X0, [X1]), "{test,has_map_fields,{f,7},{x,0},{list,[{x,1}]}}"],
        [
            Instruction.GetMapElements(Label7, X0, [(new AtomOperand("a"), X1)]),
            "{get_map_elements,{f,7},{x,0},{list,[{atom,a},{x,1}]}}"
        ],
        [Instruction.Bif0(new ImportOperand("erlang", "self", 0), X0), "{bif,self,{f,0},[],{x,0}}"],
        [
            Instruction.Bif2(LabelOperand.None, new ImportOperand("erlang", "and", 2), X0, X1, X0),
            "{bif,'and',{f,0},[{x,0},{x,1}],{x,0}}"
        ],
        [
            Instruction.GcBif2(Label7, 2, new ImportOperand("erlang", "+", 2), X0, X1, Register.Y(3)),
            "{gc_bif,'+',{f,7},2,[{x,0},{x,1}],{y,3}}"
        ],
        [
            Instruction.Fadd(LabelOperand.None, new FloatRegister(0), new FloatRegister(1), new FloatRegister(2)),
            "{bif,fadd,{f,0},[{fr,0},{fr,1}],{fr,2}}"
        ],
        [Instruction.Fmove(new LiteralOperand(Term.Float(1e22)), new FloatRegister(0)), "{fmove,{float,1.0e22},{fr,0}}"],
        [Instruction.Raise(X1, X0), "{bif,raise,{f,0},[{x,1},{x,0}],{x,0}}"],
        [Instruction.Try(Register.Y(0), Label7), "{'try',{y,0},{f,7}}"],
        [Instruction.Catch(Register.Y(0), Label7), "{'catch',{y,0},{f,7}}"],
        [
            Instruction.MakeFun3(new LambdaOperand("-f/0-", 2, 7, 1), X0, [X1]),
            "{make_fun3,{f,7},0,0,{x,0},{list,[{x,1}]}}"
        ],
        [Instruction.CallFun2(new AtomOperand("unsafe"), 1, X1), "{call_fun2,{atom,unsafe},1,{x,1}}"],
        [
            Instruction.CallFun2(new LambdaOperand("f", 2, 7, 1), 1, X1),
            "{call_fun2,{f,7},1,{tr,{x,1},{t_fun,1,{f,2},any}}}"
        ],
        [Instruction.TestHeap(new AllocationOperand(3), 1), "{test_heap,3,1}"],
        [
            Instruction.TestHeap(new AllocationOperand(0, 1, 2), 1),
            "{test_heap,{alloc,[{words,0},{floats,1},{funs,2}]},1}"
        ],
        [
            Instruction.SelectVal(X0, Label7, [(new AtomOperand("a"), new LabelOperand(1))]),
            "{select_val,{x,0},{f,7},{list,[{atom,a},{f,1}]}}"
        ],
        [Instruction.PutTuple2(X0, [NilOperand.Instance, X1]), "{put_tuple2,{x,0},{list,[nil,{x,1}]}}"],
        [
            Instruction.BsCreateBin(
                LabelOperand.None, new AllocationOperand(0), 1, 8, X0, [BinarySegment.Text([.. "ab"u8]), BinarySegment.Binary(1, X1)]),
            "{bs_create_bin,{f,0},0,1,8,{x,0},{list,[{atom,string},0,8,nil,{string,<<\"ab\">>},{integer,2},"
            + "{atom,binary},1,8,nil,{x,1},{atom,all}]}}"
        ],
        [
            Instruction.BsMatch(Label7, X0, [MatchCommand.EnsureAtLeast(8, 1), MatchCommand.Integer(1, 8, 1, X1), MatchCommand.Equal(8, 65)]),
            "{bs_match,{f,7},{x,0},{commands,[{ensure_at_least,8,1},{integer,1,{literal,[]},8,1,{x,1}},{'=:=',nil,8,65}]}}"
        ],
        [
            Instruction.BsGetInteger2(Label7, X0, 1, X1, 1, 6, Register.X(2)),
            "{test,bs_get_integer2,{f,7},1,[{x,0},{x,1},1,{field_flags,[little,signed]}],{x,2}}"
        ],
        [Instruction.BsStartMatch3(Label7, X0, 1, X1), "{test,bs_start_match3,{f,7},1,[{x,0}],{x,1}}"],
        [Instruction.BsSkipUtf8(Label7, X0, 1, 0), "{test,bs_skip_utf8,{f,7},[{x,0},1,{field_flags,[]}]}"],
        [
            Instruction.BsStartMatch4(new AtomOperand("no_fail"), 1, X0, X1),
            "{bs_start_match4,{atom,no_fail},1,{x,0},{x,1}}"
        ],
        [Instruction.Move(Operand.Constant(Term.Integer(BigInteger.One << 128)), X0), "{move,{literal,340282366920938463463374607431768211456},{x,0}}"],
    ];

    [TestMethod]
    [DynamicData(nameof(Orders))]
    public void Write_PutsOperandsInTheOrderOfTheText(Instruction instruction, string expected) =>
        TextOf(instruction, AssemblyDialect.Otp27).Should().Be(expected);

    public static IEnumerable<object[]> Types =>
    [
        [BeamType.Any, "any", "any"],
        [BeamType.IntegerRange(0, null), "{t_integer,{0,'+inf'}}", "{t_integer,{0,'+inf'}}"],
        [BeamType.Number, "{t_number,any}", "{t_number,any}"],
        [BeamType.Binary, "{t_bitstring,8,false}", "{t_bitstring,8,false}"],
        [BeamType.List, "{t_list,any,any}", "{t_list,any,any}"],
        [
            BeamType.Atom.Join(BeamType.Tuple),
            "{t_union,{t_atom,any},none,none,{t_tuple,0,false,#{}},none}",
            "{t_union,{t_atom,any},none,none,{t_tuple,0,false,#{}},none,none}"
        ],
        [BeamType.Pid.Join(BeamType.Port), "identifier", "identifier"],
        [BeamType.Map.Join(BeamType.Fun), "other", "other"],
    ];

    [TestMethod]
    [DynamicData(nameof(Types))]
    public void Write_GivesTheTypesOfTheRelease(BeamType type, string otp27, string otp29)
    {
        var move = Instruction.Move(X0.WithType(type), X1);

        TextOf(move, AssemblyDialect.Otp27).Should().Be($"{{move,{{tr,{{x,0}},{otp27}}},{{x,1}}}}");
        TextOf(move, AssemblyDialect.Otp29).Should().Be($"{{move,{{tr,{{x,0}},{otp29}}},{{x,1}}}}");
    }

    [TestMethod]
    public void Write_RefusesATermWithoutText()
    {
        var pid = new PidTerm("nonode@nohost", 1, 0, 0);
        var write = () => TextOf(Instruction.Move(new LiteralOperand(Term.List(pid)), X0), AssemblyDialect.Otp27);

        write.Should().Throw<DiagnosticException>().Which.Diagnostic.Code.Should().Be("BA101");
    }

    internal static string TextOf(Instruction instruction, AssemblyDialect dialect)
    {
        var module = new BeamModule("m", [new CodeFunction("f", 0, 1, [instruction])], []);
        var lines = AssemblyWriter.Write(module, dialect).TrimEnd().Split('\n');
        return lines[^1].Trim()[..^1];
    }
}
