using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.Tool.Compilation;

namespace Mochi.Tools.Tests.Compilation;

/// <summary>What <c>mochi build</c> says when the code generator makes code that is not safe to run.</summary>
[TestClass]
public sealed class CodeVerificationTests
{
    [TestMethod]
    public void Check_NamesModuleFunctionInstructionAndLine()
    {
        var module = Module(
            """
            module mochi_user_hello
            export f/1

            function f/1 L2
              L1:
                func_info mochi_user_hello, f, 1
              L2:
                line "hello.mochi":3
                move x1, x0
                return

            """);

        var defect = CodeVerification.Check(module, "programs/hello.mochi").Should().ContainSingle().Subject;

        defect.Code.Should().Be("MC901");
        defect.Severity.Should().Be(DiagnosticSeverity.Error);
        defect.Place.Should().Be(new DiagnosticPlace("programs/hello.mochi", 3));
        defect.Message.Should().Contain("defect of mochi").And.Contain("BV030").And.Contain("mochi_user_hello:f/1, instruction 4: move x1 -> x0");
        defect.Hint.Should().Contain("report").And.Contain("--no-verify");
    }

    [TestMethod]
    public void Check_TakesWhatIsNotProvenForADefect()
    {
        var module = Module(
            """
            module m
            export f/1

            function f/1 L2
              L1:
                func_info m, f, 1
              L2:
                allocate 0, 1
                call 1, L4
                get_tuple_element x0, 0, x0
                deallocate 0
                return

            function g/1 L4
              L3:
                func_info m, g, 1
              L4:
                is_map L3, x0
                get_map_elements L3, x0, [a => x0]
                return

            """);

        CodeVerification.Check(module, "m.mochi").Should().ContainSingle().Which.Message.Should().Contain("BV083");
    }

    [TestMethod]
    public void Check_TellsOfTheModuleAsAWhole()
    {
        var module = Module(
            """
            module m
            export f/1
            export g/1 L9

            function f/1 L2
              L1:
                func_info m, f, 1
              L2:
                return

            """);

        var defect = CodeVerification.Check(module, "m.mochi").Should().ContainSingle().Subject;

        defect.Message.Should().Contain("BV007").And.EndWith("(in m)");
        defect.Place.Should().Be(new DiagnosticPlace("m.mochi"));
    }

    [TestMethod]
    public void Check_HasNothingToSayOfSafeCode() =>
        CodeVerification.Check(
            BeamModuleReader.Read(File.ReadAllBytes(Path.Combine(Cli.Repository.Root, "test", "cli", "data", "sample.beam"))).Require(),
            "sample.mochi").Should().BeEmpty();

    private static BeamModule Module(string text)
    {
        var read = BasmReader.Read(text);
        read.Diagnostics.Should().BeEmpty();
        return read.Module!;
    }
}
