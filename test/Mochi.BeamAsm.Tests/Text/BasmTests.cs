using System.Globalization;
using System.Text;
using FluentAssertions;
using Mochi.BeamAsm.Disassembly;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Tests.Text;

[TestClass]
public sealed class BasmTests
{
    private const string Head = "module m\nfunction f/1 L2\n  L1:\n    func_info m, f, 1\n  L2:\n";

    [TestMethod]
    public void Write_GivesTheTextThatTheReaderMakesTheSameFileOf()
    {
        var file = File.ReadAllBytes(FindSample());
        var text = BasmWriter.Write(BeamModuleReader.Read(file).Module!);

        var read = BasmReader.Read(text);

        read.Diagnostics.Should().BeEmpty();
        BeamModuleWriter.Write(read.Module!).Should().Equal(file);
        text.Should().StartWith("module sample\nformat otp27\nexport classify/1\n");
        text.Should().Contain("    is_tagged_tuple L4, x0:tuple, 2, square\n");
        text.Should().Contain("    get_map_elements L4, x0:map, [radius => x2, kind => x1]\n");
        text.Should().Contain("    line \"sample.erl\":9\n    call_ext_only 1, erlang:error/1\n");
        text.Should().Contain("    make_fun3 &'-adder/1-fun-0-'/2+1, x0, [x0]\n");
    }

    [TestMethod]
    public void Write_OfSomeFunctionsHasOnlyThose()
    {
        var text = BasmWriter.Write(BeamModuleReader.Read(File.ReadAllBytes(FindSample())).Module!, new ListingOptions { IsShown = f => f.Name == "pack" });

        text.Split('\n').Where(line => line.StartsWith("function", StringComparison.Ordinal)).Should().ContainSingle()
            .Which.Should().StartWith("function pack/2 L");
    }

    /// <summary>What no compiler writes: operands of every kind at places of other kinds, and odd tables.</summary>
    [TestMethod]
    public void Read_OfUnusualModuleGivesTheModule()
    {
        var module = UnusualModule.Create();
        var text = BasmWriter.Write(module);
        var read = BasmReader.Read(text);

        read.Diagnostics.Select(diagnostic => $"{diagnostic.Place.Line}: {diagnostic.Message}").Should().BeEmpty();
        var again = read.Module!;
        var code = module.Functions[0].Instructions;
        again.Functions[0].Instructions.Length.Should().Be(code.Length);
        for (var index = 0; index < code.Length; index++)
        {
            again.Functions[0].Instructions[index].Should().Be(code[index]);
        }

        BasmWriter.Write(again).Should().Be(text);
        again.Exports.Should().Equal(module.Exports);
        again.Locals.Should().Equal(module.Locals);
        again.Records.Should().Equal(module.Records);
        again.ExtraChunks.Should().Equal(module.ExtraChunks);
        again.Format.Should().Be(module.Format);
        again.Deviations!.CodeTail.Should().Equal(250, 1);
        again.Deviations.GzipHeader.Should().Equal(module.Deviations!.GzipHeader);
        again.Deviations.Tables!.Literals.Should().Equal(module.Deviations!.Tables!.Literals);
    }

    [TestMethod]
    [DataRow("    mov x0, x1", "BA121", 6, 5, 3, "there is no instruction mov")]
    [DataRow("    move x0", "BA122", 6, 12, 1, "the destination of move is expected here")]
    [DataRow("    move x0, 5", "BA122", 6, 14, 1, "this cannot be the destination of the instruction")]
    [DataRow("    move x0, x1 x2", "BA120", 6, 17, 1, "the line should end here")]
    [DataRow("    move {a,, x1", "BA110", 6, 13, 1, "a term is expected here")]
    [DataRow("    jump L9", "BA123", 6, 10, 2, "there is no label L9")]
    [DataRow("    call_only 1, g/1", "BA123", 6, 18, 3, "there is no function g/1")]
    [DataRow("  L2:", "BA124", 6, 3, 2, "label L2 is defined twice")]
    [DataRow("    test_heap 2, -1", "BA122", 6, 18, 2, "this number is not from 0 to 2^64 - 1")]
    [DataRow("    move x0:strange, x1", "BA122", 6, 13, 7, "there is no type strange")]
    [DataRow("    move @what, x1", "BA120", 6, 11, 4, "@what is no operand")]
    [DataRow("export f/1", "BA121", 6, 1, 6, "there is no instruction export")]
    public void Read_SaysWhatIsWrongAndWhere(string line, string code, int at, int column, int length, string message)
    {
        var result = BasmReader.Read($"{Head}{line}\n    return\n", "f.basm");

        result.Module.Should().BeNull();
        var diagnostic = result.Diagnostics.Should().ContainSingle().Subject;
        diagnostic.Code.Should().Be(code);
        diagnostic.Message.Should().Be(message);
        diagnostic.Place.Should().Be(new DiagnosticPlace("f.basm", at, column, length));
    }

    [TestMethod]
    public void Read_ReportsEveryLineThatIsWrong()
    {
        var result = BasmReader.Read("modul m\n\nfunction f/1 L2\n  L2:\n    jump\n    jump L7 ; no such label\n    return\n");

        result.Diagnostics.Select(diagnostic => (diagnostic.Code, diagnostic.Place.Line)).Should().Equal(
            ("BA121", 1), ("BA120", 1), ("BA122", 5), ("BA123", 6));
    }

    [TestMethod]
    public void Read_TakesTermsOverSeveralLinesAndComments()
    {
        var result = BasmReader.Read(
            "; a comment\nmodule m ; another\nattributes [{author,\n  [\"a\"]}]\nfunction f/0 L2\nL1:\n func_info m,f,0\nL2:\n\tmove \"a;b\",x0;c\n return");

        result.Diagnostics.Should().BeEmpty();
        ((LiteralOperand)result.Module!.Functions[0].Instructions[^2].Operands[0]).Term.Should().Be(Term.CharList("a;b"));
    }

    /// <summary>Text changed at random is read, or refused with diagnostics; the module can be written, or is refused too.</summary>
    [TestMethod]
    public void Read_OfDamagedTextEndsWithoutException()
    {
        var whole = BasmWriter.Write(BeamModuleReader.Read(File.ReadAllBytes(FindSample())).Module!);
        var state = 88172645463325252UL;
        for (var run = 0; run < 500; run++)
        {
            var text = new StringBuilder(whole);
            for (var change = 0; change < 4; change++)
            {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                var index = (int)(state % (ulong)text.Length);
                switch ((state >> 32) % 3)
                {
                    case 0:
                        text[index] = "@[](){}#\"'<>,:;|/+-=$\\LxyfR09a \n\uD800"[(int)((state >> 40) % 33)];
                        break;
                    case 1:
                        text.Remove(index, Math.Min(text.Length - index, (int)((state >> 40) % 20)));
                        break;
                    default:
                        text.Insert(index, whole.AsSpan((int)((state >> 36) % (ulong)(whole.Length - 40)), (int)((state >> 44) % 40)));
                        break;
                }
            }

            var result = BasmReader.Read(text.ToString());

            (result.Module is null).Should().Be(!result.Diagnostics.IsEmpty, string.Create(CultureInfo.InvariantCulture, $"run {run}"));
        }
    }

    [TestMethod]
    public void Read_RefusesDeepTerms()
    {
        var result = BasmReader.Read($"module m\nattributes {new string('[', 100_002)}\n");

        result.Diagnostics.Should().ContainSingle().Which.Message.Should().Contain("nested");
    }

    internal static string FindSample()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Mochi.BeamAsm.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "test", "cli", "data", "sample.beam");
    }
}
