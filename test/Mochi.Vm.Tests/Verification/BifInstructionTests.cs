using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamAsm.Verification;
using Mochi.BeamAsm.Verification.Signatures;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.Vm.Tests.Verification;

/// <summary>Which functions the instructions for BIFs may call.</summary>
[TestClass]
public sealed class BifInstructionTests
{
    // What the compiler makes of calls of everything that the module erlang exports.
    private const string Emitted =
        """
        fun([]) ->
            Compile = fun(F, A) ->
                Vars = [{var, 1, list_to_atom("V" ++ integer_to_list(I))} || I <- lists:seq(1, A)],
                Forms = [{attribute, 1, module, emitted}, {attribute, 1, export, [{f, A}]},
                         {function, 1, f, A, [{clause, 1, Vars, [], [{call, 1, {remote, 1, {atom, 1, erlang}, {atom, 1, F}}, Vars}]}]}],
                case compile:forms(Forms, ['S', binary]) of
                    {ok, emitted, {_, _, _, Functions, _}} -> Functions;
                    {ok, emitted, {_, _, _, _, Functions, _}} -> Functions;
                    _ -> []
                end
            end,
            [{element(1, I), F, A} || {F, A} <- erlang:module_info(exports), A < 4, {function, f, _, _, Code} <- Compile(F, A),
                                      I <- Code, is_tuple(I), element(1, I) =:= bif orelse element(1, I) =:= gc_bif, element(2, I) =:= F]
        end
        """;

    private const string Compared =
        """
        fun(Modules) when is_list(Modules) ->
                [Name || {Name, Binary} <- Modules, code:load_binary(Name, "", Binary) =/= {module, Name}];
            ({Name, F, As}) ->
                Call = fun(M, N) -> try {returned, apply(M, N, As)} catch Class:_ -> {failed, Class} end end,
                case {Call(Name, f), Call(erlang, F)} of
                    {{returned, went_to_label}, {failed, error}} -> true;
                    {First, Second} -> First =:= Second
                end
        end
        """;

    private const string Guards =
        """
        fun([F, A]) ->
            erl_internal:guard_bif(F, A) orelse erl_internal:arith_op(F, A) orelse erl_internal:bool_op(F, A) orelse erl_internal:comp_op(F, A)
        end
        """;

    // The first is made of any call; OTP 29 makes the others of a call in a try that does nothing else.
    private static readonly string[] OtherThanGuards =
    [
        "get/1", "list_to_atom/1", "list_to_existing_atom/1", "binary_to_atom/2", "binary_to_existing_atom/2",
    ];

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void WhatTheCompilerEmitsIsAllowed(AssemblyDialect dialect)
    {
        var emitted = ((ListTerm)ErlangQuestions.Ask(dialect, [Term.Nil], Emitted)[0]).Elements.Cast<TupleTerm>()
            .Select(found => (Kind: ((AtomTerm)found[0]).Name, Function: ((AtomTerm)found[1]).Name, Arity: (int)((IntegerTerm)found[2]).Value)).ToList();

        emitted.Should().HaveCountGreaterThan(60);
        emitted.Where(bif => !CallFacts.IsAllowed(bif.Function, bif.Arity, isCollecting: bif.Kind == "gc_bif", hasLabel: false)
            || CallFacts.IsAllowed(bif.Function, bif.Arity, isCollecting: bif.Kind != "gc_bif", hasLabel: true)).Should().BeEmpty();
    }

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void OnlyGuardsAndFewOthersAreAllowed(AssemblyDialect dialect)
    {
        var rows = Allowed(29);
        var answers = ErlangQuestions.Ask(
            dialect, rows.Select(row => (Term)Term.List(Term.Atom(row.Function), Term.Integer(row.Arity))).ToList(), Guards);

        rows.Where((row, index) => row.Module != "erlang"
                || (answers[index] != Term.True && row.Since <= 27 && !OtherThanGuards.Contains($"{row.Function}/{row.Arity}")))
            .Should().BeEmpty();
    }

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void InstructionsDoWhatFunctionsDo(AssemblyDialect dialect)
    {
        var release = dialect == AssemblyDialect.Otp27 ? 27 : 29;
        var rows = Allowed(release);
        var terms = CalledTerms.For(release);
        var calls = rows.SelectMany((row, index) => CalledTerms.Calls(row, terms).Take(120).Select(call => (Row: index, call.Arguments))).ToList();
        var modules = rows.Select((row, index) => (Term)Term.Tuple(
            Term.Atom($"bif{index}"), Term.Binary(BeamModuleWriter.Write(Module($"bif{index}", row)))));

        // The first question is to load the modules, and answered by those that do not load.
        var questions = calls.Select(call => (Term)Term.Tuple(
            Term.Atom($"bif{call.Row}"), Term.Atom(rows[call.Row].Function), Term.List(call.Arguments))).Prepend(Term.List(modules)).ToList();
        var answers = ErlangQuestions.Ask(dialect, questions, Compared);

        answers[0].ToString().Should().Be("[]");
        calls.Where((_, index) => answers[index + 1] != Term.True)
            .Select(call => $"{rows[call.Row].Function}({string.Join(", ", call.Arguments.AsEnumerable())})").Should().BeEmpty();
    }

    private static List<Signature> Allowed(int release) =>
        Enumerable.Range(0, SignatureTable.Count).Select(SignatureTable.Row)
            .Where(row => row.Since <= release && (row.Flags & (SignatureFlags.IsBif | SignatureFlags.IsCollectingBif)) != 0).ToList();

    // A function that does nothing but one instruction, on its arguments.
    private static BeamModule Module(string name, Signature row)
    {
        var bif = new ImportOperand("erlang", row.Function, row.Arity);
        var isCollecting = (row.Flags & SignatureFlags.IsCollectingBif) != 0;
        var fail = (row.Flags & SignatureFlags.NeedsLabel) != 0 ? new LabelOperand(3) : LabelOperand.None;
        var (x, y, z) = (Register.X(0), Register.X(1), Register.X(2));
        var instruction = row.Arity switch
        {
            0 => Instruction.Bif0(bif, x),
            1 => isCollecting ? Instruction.GcBif1(fail, 1, bif, x, x) : Instruction.Bif1(fail, bif, x, x),
            2 => isCollecting ? Instruction.GcBif2(fail, 2, bif, x, y, x) : Instruction.Bif2(fail, bif, x, y, x),
            _ => isCollecting ? Instruction.GcBif3(fail, 3, bif, x, y, z, x) : Instruction.Bif3(fail, bif, x, y, z, x),
        };
        var code = new CodeFunction(
            "f", row.Arity, 2,
            [
                Instruction.Label(new LabelOperand(1)), Instruction.FuncInfo(name, "f", row.Arity), Instruction.Label(new LabelOperand(2)),
                instruction, Instruction.Return(), Instruction.Label(new LabelOperand(3)),
                Instruction.Move(new AtomOperand("went_to_label"), x), Instruction.Return(),
            ]);
        return new BeamModule(name, [code], [new FunctionEntry("f", row.Arity, 2)]);
    }
}
