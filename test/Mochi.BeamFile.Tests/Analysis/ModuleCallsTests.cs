using FluentAssertions;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Tests.Container;

namespace Mochi.BeamFile.Tests.Analysis;

[TestClass]
public sealed class ModuleCallsTests
{
    private static readonly XRegister X0 = Register.X(0);
    private static readonly XRegister X1 = Register.X(1);
    private static readonly XRegister X2 = Register.X(2);

    [TestMethod]
    public void EveryKindOfCall_IsFound()
    {
        var calls = CallModules.Read(
            "m",
            ("local", 1,
            [
                Instruction.Call(1, new LabelOperand(4)), Instruction.Call(1, new LabelOperand(4)),
                Instruction.CallOnly(1, new LabelOperand(2)),
            ]),
            ("remote", 1,
            [
                Instruction.CallExt(1, new ImportOperand("lists", "reverse", 1)),
                Instruction.GcBif1(LabelOperand.None, 1, new ImportOperand("erlang", "length", 1), X0, X0),
                Instruction.CallExtOnly(1, new ImportOperand("lists", "sort", 1)),
            ]),
            ("funs", 1,
            [
                Instruction.MakeFun3(new LambdaOperand("-funs/1-fun-0-", 1, 8, 0), X1, []),
                Instruction.CallFun2(new AtomOperand("unsafe"), 1, X1),
                Instruction.Move(new LiteralOperand(Term.Tuple(Term.ExternalFun("maps", "get", 2))), X0),
                Instruction.Return(),
            ]),
            ("-funs/1-fun-0-", 1, [Instruction.Return()]));

        calls.Module.Should().Be("m");
        calls.Functions.Should().Equal(
            new Mfa("m", "-funs/1-fun-0-", 1), new Mfa("m", "funs", 1), new Mfa("m", "local", 1), new Mfa("m", "remote", 1));
        calls.IsExported(new Mfa("m", "local", 1)).Should().BeTrue();
        calls.IsExported(new Mfa("m", "-funs/1-fun-0-", 1)).Should().BeFalse();
        calls.Lines().Should().Equal(
            "funs Fun _:_/1 1", "funs Lambda m:'-funs/1-fun-0-'/1 1", "funs Reference maps:get/2 1",
            "local tail Local m:local/1 1", "local Local m:remote/1 2",
            "remote Bif erlang:length/1 1", "remote External lists:reverse/1 1", "remote tail External lists:sort/1 1");
    }

    [TestMethod]
    public void Apply_KnowsWhatTheCodePutIntoTheRegisters_AndNothingElse()
    {
        var calls = CallModules.Read(
            "m",
            ("known", 1, [Instruction.Move(new AtomOperand("init"), X2), Instruction.Apply(1), Instruction.Return()]),
            ("lost", 1,
            [
                Instruction.Move(new AtomOperand("init"), X2), Instruction.Label(new LabelOperand(90)), Instruction.Apply(1),
                Instruction.Return(),
            ]),
            ("overwritten", 1,
            [
                Instruction.Move(new AtomOperand("init"), X2), Instruction.GetHd(X0, X2), Instruction.Apply(1),
                Instruction.Return(),
            ]),
            ("list", 3,
            [
                Instruction.Move(new AtomOperand("lists"), X0),
                Instruction.CallExtOnly(3, new ImportOperand("erlang", "apply", 3)),
            ]));

        calls.Lines().Should().Equal(
            "known Apply _:init/1 1", "list tail Apply lists:_/_ 1", "lost Apply _:_/1 1", "overwritten Apply _:_/1 1");
    }

    [TestMethod]
    public void Atoms_AreThoseThatAreValues()
    {
        var literal = Term.Map((Term.Atom("start"), Term.List(Term.Tuple(Term.Atom("deep"), Term.Integer(1)))));
        var calls = CallModules.Read(
            "m",
            ("f", 1,
            [
                Instruction.Move(new LiteralOperand(literal), X1), Instruction.Move(new AtomOperand("supervisor"), X2),
                Instruction.Move(new AtomOperand("m"), X2),
                Instruction.BsCreateBin(
                    LabelOperand.None, new AllocationOperand(0), 1, 8, X0, [BinarySegment.Binary(1, X0)]),
                Instruction.CallExtOnly(1, new ImportOperand("lists", "sort", 1)),
            ]));

        calls.Atoms.Should().Equal("deep", "start", "supervisor");
    }

    [TestMethod]
    public void DamagedCode_IsADiagnosticAndNothingElse()
    {
        var file = BeamModuleWriter.Write(SampleModules.Annotated());
        var random = new Random(3);
        var refused = 0;
        for (var round = 0; round < 2000; round++)
        {
            var damaged = (byte[])file.Clone();
            damaged[random.Next(20, damaged.Length)] ^= (byte)random.Next(1, 256);
            try
            {
                ModuleCalls.Read(new BeamChunks(BeamContainer.Read(damaged))).Module.Should().NotBeEmpty();
            }
            catch (Diagnostics.DiagnosticException)
            {
                refused++;
            }
        }

        refused.Should().BeInRange(100, 1900);
    }
}
