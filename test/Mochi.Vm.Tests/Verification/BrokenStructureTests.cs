using System.Collections.Immutable;
using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamAsm.Verification;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Verification;

/// <summary>
/// What machines do with files whose structure is wrong, as <c>docs/verifier.md</c> tells it, and that the verifier rejects every one. Each file is
/// loaded in a machine of its own.
/// </summary>
[TestClass]
public sealed class BrokenStructureTests
{
    private const string Loads = "loads";
    private const string Refuses = "refuses";
    private const string GoesDown = "goes down";

    private const string Program =
        """
        [File] = init:get_plain_arguments(),
        {ok, Code} = file:read_file(File),
        case code:load_binary(sample, "sample", Code) of
            {module, sample} -> io:put_chars("loads");
            {error, _} -> io:put_chars("refuses")
        end,
        halt().
        """;

    private static readonly XRegister X0 = Register.X(0);

    public static IEnumerable<object[]> Cases() =>
    [
        ["nothing wrong", "", Loads, Loads],
        ["export of a label that is not in the table", "BV007", GoesDown, GoesDown],
        ["export of a label that is nowhere", "BV007", Loads, GoesDown],
        ["unused lambda of a label that is nowhere", "BV008", GoesDown, GoesDown],
        ["label at the end", "BV013", Refuses, Refuses],
        ["two places before func_info", "BV001", Refuses, Refuses],
        ["line table of too few instructions", "BV012", Refuses, Refuses],
        ["unreached bs_create_bin without segments", "BV075", GoesDown, GoesDown],
        ["unreached jump to nowhere", "BV003", Loads, GoesDown],
    ];

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Does_what_the_page_says(string name, string rule, string on27, string on29)
    {
        var module = Broken(name);
        var errors = ModuleVerifier.Verify(module).Findings.Where(finding => finding.Severity == DiagnosticSeverity.Error).ToList();
        errors.Select(finding => finding.Rule.Code).Should().Equal(rule.Length == 0 ? [] : [rule]);
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, BeamModuleWriter.Write(module));
            Load(AssemblyDialect.Otp27, file).Should().Be(on27, "OTP 27 does so with {0}", name);
            Load(AssemblyDialect.Otp29, file).Should().Be(on29, "OTP 29 does so with {0}", name);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Load(AssemblyDialect dialect, string file)
    {
        var (status, output, errors) = ErlangProcess.Run(dialect, ["-eval", Program, "-extra", file], seconds: 60);
        if (status != 0)
        {
            output.Should().BeEmpty(errors);
            return GoesDown;
        }

        return output;
    }

    private static BeamModule Broken(string name)
    {
        var right = Module(Instruction.Return());
        var counts = new FileDeviations { LabelCount = 20 };
        return name switch
        {
            "nothing wrong" => right,
            "export of a label that is not in the table" => right with { Exports = [new FunctionEntry("f", 1, 99)] },
            "export of a label that is nowhere" => right with { Exports = [new FunctionEntry("f", 1, 9)], Deviations = counts },
            "unused lambda of a label that is nowhere" => right with
            {
                Deviations = counts with { Tables = new TableSeed { Lambdas = [new LambdaOperand("f", 1, 9, 0)] } },
            },
            "label at the end" => Module(Instruction.Return(), Label(3)),
            "two places before func_info" => right with
            {
                Functions =
                [
                    right.Functions[0] with
                    {
                        Instructions = right.Functions[0].Instructions
                            .Insert(1, Instruction.Line(new LocationOperand("sample.erl", 2))).Insert(1, Instruction.Line(new LocationOperand("sample.erl", 1))),
                    },
                ],
            },
            "line table of too few instructions" => Module(Instruction.Line(new LocationOperand("sample.erl", 1)), Instruction.Return()) with
            {
                Deviations = new FileDeviations { LineInstructionCount = 0 },
            },
            "unreached bs_create_bin without segments" => Module(
                Instruction.Return(), Label(3),
                new Instruction(Opcode.BsCreateBin, [
                    LabelOperand.None, AllocationOperand.OfWords(0), UnsignedOperand.Of(1), UnsignedOperand.Of(8), X0, new ListOperand([]),
                ]),
                Instruction.Return()),
            "unreached jump to nowhere" => Module(Instruction.Return(), Label(3), Instruction.Jump(new LabelOperand(9))) with { Deviations = counts },
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    private static Instruction Label(int number) => Instruction.Label(new LabelOperand(number));

    private static BeamModule Module(params ImmutableArray<Instruction> body) => new(
        "sample",
        [new CodeFunction("f", 1, 2, [Label(1), Instruction.FuncInfo("sample", "f", 1), Label(2), .. body])],
        [new FunctionEntry("f", 1, 2)]);
}
