using FluentAssertions;
using Mochi.BeamAsm;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Terms;
using Mochi.Vm.Tests.Otp;
using Mochi.Vm.Tests.Validation;

namespace Mochi.Vm.Tests.CodeGen;

/// <summary>
/// Compiles programs that nobody wrote, has our verifier and OTP's validator look at the code, runs it, and compares every
/// result and every exception with what an interpreter of the IR gives.
/// </summary>
[TestClass]
public sealed class RandomProgramTests
{
    private const int Programs = 200;
    private const int CallsOfEachFunction = 4;

    // One more failing seed is one more row here.
    private const int FirstSeed = 1;

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void CompiledPrograms_AreValidAndDoWhatTheInterpreterDoes(AssemblyDialect dialect)
    {
        IrModule[] programs =
            [.. Enumerable.Range(FirstSeed, Programs).Select(seed => RandomProgram.Write(seed, $"random_{seed}"))];
        BeamModule[] modules = [.. programs.Select(ModuleCompiler.Compile)];

        StrictVerifier.Findings(modules).Should().BeEmpty();
        BeamValidator.Validate(dialect, modules).Where(result => result.Beam is null)
            .Select(result => $"{result.Name}: {result.Errors}").Should().BeEmpty();

        Term[] calls = [.. programs.SelectMany((program, index) => CallsOf(program, FirstSeed + index))];
        calls.Should().HaveCountGreaterThan(Programs * CallsOfEachFunction);
        RunOnMachine(dialect, modules, calls).Should().BeEmpty();
    }

    private static IEnumerable<Term> CallsOf(IrModule program, int seed)
    {
        var interpreter = new IrInterpreter(program);
        var random = new Random(seed);
        foreach (IrFunction function in program.Functions)
        {
            for (int i = 0; i < CallsOfEachFunction; i++)
            {
                Term[] arguments = [.. function.Parameters.Select(_ => Argument(random))];
                Term? outcome = null;
                try
                {
                    outcome = Term.Tuple(Term.Atom("value"), interpreter.Call(function.Name, arguments));
                }
                catch (RaisedException raised)
                {
                    outcome = Term.Tuple(raised.Class, raised.Reason);
                }
                catch (OperationCanceledException)
                {
                    // Too long to be worth it.
                }

                if (outcome is not null)
                {
                    yield return Term.Tuple(
                        Term.Atom(program.Name), Term.Atom(function.Name), Term.List(arguments), outcome);
                }
            }
        }
    }

    private static Term Argument(Random random) => random.Next(8) switch
    {
        0 => Term.Atom("t"),
        1 => Term.Nil,
        2 => Term.List(Term.Integer(1), Term.Integer(random.Next(5)), Term.Atom("x")),
        3 => Term.Tuple(Term.Atom("t"), Term.Integer(random.Next(5))),
        4 => Term.Tuple(Term.Atom("u"), Term.Integer(1), Term.List(Term.Integer(7))),
        5 => Term.Map((Term.Integer(1), Term.Atom("one")), (Term.Atom("a"), Term.Nil)),
        _ => Term.Integer(random.Next(-5, 10)),
    };

    /// <returns>What went otherwise than expected, one line each.</returns>
    private static string RunOnMachine(AssemblyDialect dialect, BeamModule[] modules, Term[] calls)
    {
        const string Program =
            """
            [Folder] = init:get_plain_arguments(),
            {ok, Bytes} = file:read_file(filename:join(Folder, "calls")),
            [begin
                 Got = try {value, apply(Module, Function, Arguments)} catch Class:Reason -> {Class, Reason} end,
                 Got =:= Expected orelse
                     io:format("~p:~p~0p~n  gives    ~0p~n  expected ~0p~n", [Module, Function, Arguments, Got, Expected])
             end || {Module, Function, Arguments, Expected} <- binary_to_term(Bytes)],
            halt(0).
            """;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mochi-random-");
        try
        {
            foreach (BeamModule module in modules)
            {
                File.WriteAllBytes(Path.Combine(folder.FullName, $"{module.Name}.beam"), BeamModuleWriter.Write(module));
            }

            File.WriteAllBytes(Path.Combine(folder.FullName, "calls"), ExternalTermFormat.Encode(Term.List(calls)));
            (int status, string output, string errors) =
                ErlangProcess.Run(dialect, ["-pa", folder.FullName, "-eval", Program, "-extra", folder.FullName]);
            return status == 0 ? output : $"erl ended with status {status}\n{output}\n{errors}";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
