using FluentAssertions;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Tests.Analysis;

[TestClass]
public sealed class LinkCheckTests
{
    [TestMethod]
    public void Calls_ThatNobodyAnswers_AreToldWithTheReason()
    {
        var a = Module(
            "a", ("start", 0,
            [
                External("b", "known", 0), External("b", "known", 1), External("b", "-hidden", 0), External("gone", "f", 2),
                Instruction.Move(new LiteralOperand(Term.ExternalFun("b", "missing", 3)), Register.X(0)),
                External("gone", "f", 2), Instruction.Return(),
            ]));
        var b = Module("b", ("known", 0, [Instruction.Return()]), ("-hidden", 0, [Instruction.Return()]));

        var result = LinkCheck.Check([a, b]);

        result.Unresolved.Select(function => $"{function.Function} {function.Reason} [{string.Join(",", function.OtherArities)}]")
            .Should().Equal(
                "b:'-hidden'/0 NotExported []", "b:known/1 NoFunction [0]", "b:missing/3 NoFunction []", "gone:f/2 NoModule []");
        result.Unresolved[3].Calls.Should().ContainSingle().Which.Count.Should().Be(2);
    }

    [TestMethod]
    public void Machine_AndLibraries_AndHandlersOfEverything_Answer()
    {
        var a = Module(
            "a", ("start", 0,
            [
                External("erlang", "self", 0), External("lists", "reverse", 2), External("library", "f", 1),
                External("dynamic", "whatever", 7), Instruction.Return(),
            ]));
        var dynamic = Module("dynamic", ("$handle_undefined_function", 2, [Instruction.Return()]));

        LinkCheck.Check([a, dynamic], new LinkOptions { Libraries = [new Mfa("library", "f", 1)] }).Unresolved.Should().BeEmpty();
        LinkCheck.Check([a, dynamic]).Unresolved.Should().ContainSingle().Which.Function.Should().Be(new Mfa("library", "f", 1));
    }

    [TestMethod]
    public void Machine_OfAnOlderRelease_LacksWhatCameLater()
    {
        var a = Module("a", ("start", 0, [External("re", "import", 1), Instruction.Return()]));
        LinkCheck.Check([a], new LinkOptions { Machine = MachineFunctions.Of(29) }).Unresolved.Should().BeEmpty();
        LinkCheck.Check([a], new LinkOptions { Machine = MachineFunctions.Of(27) }).Unresolved.Should().ContainSingle()
            .Which.Reason.Should().Be(UnresolvedReason.NoModule);
        var act = () => MachineFunctions.Of(12);
        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    [TestMethod]
    public void Modules_AreReachedByCalls_OrPossiblyByAtoms_OrNot()
    {
        LinkModule[] modules =
        [
            Module("root", ("start", 0, [External("called", "f", 0), Instruction.Return()])),
            Module("called", ("f", 0, [Instruction.Move(
                Operand.Constant(Term.Tuple(Term.Atom("callback"), Term.Atom("root"))), Register.X(0)), Instruction.Return()])),
            Module("callback", ("init", 1, [External("behind", "f", 0), Instruction.Return()])),
            Module("behind", ("f", 0, [Instruction.Return()])),
            Module("alone", ("f", 0, [External("called", "f", 0), Instruction.Return()])),
            Module("configured", ("f", 0, [Instruction.Return()])),
            Module("init", ("boot", 1, [Instruction.Return()])),
        ];

        var result = LinkCheck.Check(modules, new LinkOptions { Roots = ["root"], PossibleRoots = ["configured"] });

        result.Possible.Select(possible => $"{possible.Module.Calls.Module} from {possible.From}")
            .Should().Equal("behind from callback", "callback from called", "configured from ");
        result.Unreached.Select(module => module.Calls.Module).Should().Equal("alone");
        var unknown = LinkCheck.Check(modules);
        unknown.Unreached.Should().BeEmpty();
        unknown.Possible.Should().BeEmpty();
    }

    [TestMethod]
    public void SameModuleTwice_IsTold()
    {
        var first = Module("a", ("f", 0, [Instruction.Return()])) with { File = "x/a.beam" };
        var second = Module("a", ("g", 0, [External("a", "f", 0), Instruction.Return()])) with { File = "y/a.beam" };

        var result = LinkCheck.Check([first, second]);

        result.Duplicates.Should().Equal(second);
        result.Unresolved.Should().BeEmpty();
    }

    private static Instruction External(string module, string function, int arity) =>
        Instruction.CallExt(arity, new ImportOperand(module, function, arity));

    private static LinkModule Module(string name, params (string Name, int Arity, Instruction[] Body)[] functions) =>
        new(name + ".beam", CallModules.Read(name, functions));
}
