using System.Collections.Immutable;
using FluentAssertions;
using FluentAssertions.Execution;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Compatibility;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Records;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Compatibility;

/// <summary>What is said about the releases that load a module is what their loaders do.</summary>
[TestClass]
public sealed class ModuleCompatibilityTests
{
    private static readonly LabelOperand None = LabelOperand.None;
    private static readonly LabelOperand Head = new(1);
    private static readonly XRegister X0 = Register.X(0);
    private static readonly XRegister X1 = Register.X(1);

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void OfEveryModuleOfTheTrees_WhatIsSaidHolds(AssemblyDialect dialect)
    {
        var modules = new List<(string Name, string File)>();
        var expected = new List<bool>();
        foreach (var file in OtpModules.Of(AssemblyDialect.Otp27).Concat(OtpModules.Of(AssemblyDialect.Otp29)))
        {
            var chunks = new BeamChunks(BeamContainer.Read(File.ReadAllBytes(file)));
            modules.Add((chunks.ModuleName, file));
            expected.Add(ModuleCompatibility.Of(chunks).IsLoadedBy(Number(dialect)));
        }

        var actual = Loader.Takes(dialect, modules);
        using var scope = new AssertionScope();
        for (var index = 0; index < modules.Count; index++)
        {
            actual[index].Should().Be(expected[index], modules[index].File);
        }

        actual.Should().Contain(true);
        actual.Should().HaveCountGreaterThan(1000);
    }

    [TestMethod]
    public void OfModulesMadeByHand_WhatIsSaidHolds()
    {
        var folder = Directory.CreateTempSubdirectory("mochi-compatibility-");
        try
        {
            var modules = new List<(string Name, string File)>();
            var results = new List<ModuleCompatibility>();
            var names = new List<string>();
            foreach (var (name, module) in Cases())
            {
                var content = BeamModuleWriter.Write(module);
                var file = Path.Combine(folder.FullName, $"{names.Count}.beam");
                File.WriteAllBytes(file, content);
                modules.Add((module.Name, file));
                results.Add(ModuleCompatibility.Of(new BeamChunks(BeamContainer.Read(content))));
                names.Add(name);
            }

            var by27 = Loader.Takes(AssemblyDialect.Otp27, modules);
            var by29 = Loader.Takes(AssemblyDialect.Otp29, modules);
            using var scope = new AssertionScope();
            for (var index = 0; index < names.Count; index++)
            {
                (by27[index], by29[index]).Should().Be(
                    (results[index].IsLoadedBy(27), results[index].IsLoadedBy(29)), names[index]);
            }

            by27.Zip(by29).Distinct().Should().HaveCount(4, "there are cases of all kinds");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>
    /// Loaders before OTP 29 do not look at the chunk, so they take the module, but there are no records.
    /// </summary>
    [TestMethod]
    public void AModuleThatOnlyDefinesRecords_IsSaidToNeed29()
    {
        var file = Path.GetTempFileName();
        try
        {
            var content = BeamModuleWriter.Write(Module() with { Records = [new RecordDefinition("point", true, [])] });
            File.WriteAllBytes(file, content);
            ModuleCompatibility.Of(new BeamChunks(BeamContainer.Read(content))).LowestOtp.Should().Be(29);
            Loader.Takes(AssemblyDialect.Otp27, [("sample", file)]).Should().Equal(true);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<(string Name, BeamModule Module)> Cases()
    {
        var literal = Instruction.Move(Operand.Constant(Term.String("text")), X0);
        var typed = Instruction.GcBif2(
            None, 1, new ImportOperand("erlang", "+", 2), X0.WithType(BeamType.IntegerRange(0, 9)), new IntegerOperand(1), X0);
        yield return ("nothing special", Module());
        for (var otp = 25; otp <= 29; otp++)
        {
            yield return ($"the form of {otp}", Module(literal, typed) with { Format = BeamFormat.Of((OtpRelease)otp) });
        }

        yield return ("plain literals", Module(literal) with { Format = BeamFormat.Otp27 with { PlainLiterals = true } });
        yield return ("plain literals, but none", Module() with { Format = BeamFormat.Otp27 with { PlainLiterals = true } });
        yield return ("long atoms", Module(literal) with { Format = BeamFormat.Otp27 with { Atoms = AtomTableForm.LongLengths } });
        yield return ("old atoms", Module(literal) with { Format = BeamFormat.Otp27 with { Atoms = AtomTableForm.Latin1 } });
        for (var version = 1; version <= 4; version++)
        {
            yield return ($"types {version}", Module(typed) with { Format = BeamFormat.Otp27 with { TypeVersion = version } });
        }

        foreach (var number in (uint[])[0, 168, 169, 183, 184, 191, 192])
        {
            yield return ($"greatest opcode {number}", WithMaximum(number, Module()));
        }

        yield return ("executable_line", Module(Instruction.ExecutableLine(LocationOperand.None, 1)));
        var debugLine = Module(Instruction.DebugLine("line", LocationOperand.None, 1, 0));
        yield return ("debug_line", debugLine);
        yield return ("debug_line that is not counted", WithMaximum(183, debugLine));
        yield return ("an unknown instruction", Module() with
        {
            Deviations = new FileDeviations { CodeTail = [200, 3], MaximumOpcode = 180 },
        });
        yield return ("a record as a literal", Module(
            Instruction.Move(new LiteralOperand(new NativeRecordTerm("m", "point", true, [])), X0)));
        yield return ("a record in a literal", Module(Instruction.Move(
            new LiteralOperand(Term.Tuple(Term.List(new NativeRecordTerm("m", "point", true, [])))), X0)));
        foreach (var (name, arity) in ((string, int)[])[("min", 2), ("is_record", 1), ("hd", 1)])
        {
            var bif = new ImportOperand("erlang", name, arity);
            yield return ($"{name}/{arity} outside a call", Module(
                arity == 1 ? Instruction.Bif1(None, bif, X0, X0) : Instruction.Bif2(None, bif, X0, X1, X0)));
        }

        yield return ("is_record/1 in a call", Module(Instruction.CallExtOnly(1, new ImportOperand("erlang", "is_record", 1))));
        yield return ("is_integer/3", Module(Instruction.Bif3(
            None, new ImportOperand("erlang", "is_integer", 3), X0, X0, X0, X0)));
        foreach (var old in OldInstructions())
        {
            yield return ($"{old.Opcode}", Module(old));
        }

        yield return ("both too old and too new", debugLine with
        {
            Functions = [.. debugLine.Functions, Module(OldInstructions().First()).Functions[0] with { Name = "other" }],
        });
    }

    private static IEnumerable<Instruction> OldInstructions()
    {
        static UnsignedOperand U(int value) => UnsignedOperand.Of(value);
        yield return new Instruction(Opcode.BsAdd, [None, X0, X1, U(1), X0]);
        yield return new Instruction(Opcode.BsInit2, [None, X0, U(0), U(2), U(0), X0]);
        yield return new Instruction(Opcode.BsInitBits, [None, X0, U(0), U(2), U(0), X0]);
        yield return new Instruction(Opcode.BsPutInteger, [None, X0, U(1), U(0), X1]);
        yield return new Instruction(Opcode.BsTestUnit, [Head, X0, U(8)]);
        yield return new Instruction(Opcode.BsUtf8Size, [None, X0, X0]);
        yield return new Instruction(Opcode.BsAppend, [None, X0, U(0), U(2), U(8), X1, U(0), X0]);
        yield return new Instruction(Opcode.PutLiteral, [U(0), X0]);
        yield return new Instruction(Opcode.AllocateZero, [U(1), U(1)]);
        yield return new Instruction(Opcode.Fclearerror, []);
    }

    private static BeamModule WithMaximum(uint number, BeamModule module) =>
        module with { Deviations = new FileDeviations { MaximumOpcode = number } };

    private static BeamModule Module(params ImmutableArray<Instruction> body) => new(
        "sample",
        [
            new CodeFunction("run", 2, 2,
            [
                Instruction.Label(Head), Instruction.Line(LocationOperand.None), Instruction.FuncInfo("sample", "run", 2),
                Instruction.Label(new LabelOperand(2)), .. body, Instruction.Return(),
            ]),
        ],
        [new FunctionEntry("run", 2, 2)]);

    private static int Number(AssemblyDialect dialect) => dialect == AssemblyDialect.Otp27 ? 27 : 29;
}
