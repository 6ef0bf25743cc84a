using FluentAssertions;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Text;

namespace Mochi.BeamAsm.Tests.Text;

[TestClass]
public sealed class MirParserTests
{
    private const string Header = "mir 1\nmodule m\n";

    [TestMethod]
    [DataRow("", "BA206 1:1, BA202 1:1")]
    [DataRow("mir 2\nmodule m\n", "BA206 1:5")]
    [DataRow("mir 1\nfunction f() = 1\n", "BA202 1:1")]
    [DataRow(Header + "function f() = x\n", "BA203 3:16")]
    [DataRow(Header + "function f() = break l\n", "BA204 3:22")]
    [DataRow(Header + "function f(x) = { let x: int = 1 }\n", "BA205 3:23")]
    [DataRow(Header + "function f() = 'open\n", "BA201 3:16")]
    [DataRow(Header + "function f() = 'a\\q'\n", "BA201 3:18")]
    [DataRow(Header + "function f() = \"text\"\n", "BA202 3:16")]
    [DataRow(Header + "function f(x) = (x + x + x)\n", "BA202 3:24")]
    [DataRow(Header + "function f(x) = { x x }\n", "BA202 3:21")]
    [DataRow(Header + "function f(x) = { x\n", "BA202 4:1")]
    [DataRow(Header + "function f(x: thing) = x\n", "BA202 3:15")]
    [DataRow(Header + "function f() = then\n", "BA202 3:16")]
    [DataRow(Header + "function f() = const <<300>>\n", "BA208 3:24")]
    [DataRow(Header + "function f() = const #{a => 1, a => 2}\n", "BA209 3:32")]
    [DataRow(Header + "function f() = <<\"ü\", \"Ω\">>\n", "BA209 3:23")]
    [DataRow(Header + "function f() = 1.0e999\n", "BA208 3:16")]
    [DataRow(Header + "function f() = bits(word 1)\n", "BA202 3:21")]
    [DataRow(Header + "function f() = match 1 {\n  else -> 1\n  _ -> 2\n}\n", "BA202 5:3")]
    [DataRow(Header + "function ƒ() = 1\n", "BA201 3:10")]
    [DataRow(Header + "nonsense\nfunction f() = 1\n", "BA202 3:1")]
    public void Parse_ReportsPlaces(string text, string expected) => Errors(text).Should().Be(expected);

    [TestMethod]
    public void Parse_GoesOnAfterAnErrorInAStatementAndInAFunction() =>
        Errors(
            Header + """
            function f(x) = {
              let y = (x + )
              if x then { 'a' 'b' } else z
              x
            }
            function 7() = 1
            function g(x) = loop l do { break m }
            """).Should().Be("BA202 4:16, BA202 5:19, BA203 5:30, BA202 8:10, BA204 9:35");

    [TestMethod]
    public void Parse_CountsColumnsInCodePoints() =>
        Errors(Header + "function f() = #(<<\"😀\"/utf8>>, x)\n").Should().Be("BA203 3:32");

    [TestMethod]
    public void Parse_AllowsANameBeforeItsDeclaration()
    {
        var module = MirParser.Parse(Header + "function f() = { x; let x: int = 1 }\n").Module!;

        var block = (BlockExpression)module.Functions[0].Body;
        ((LocalExpression)block.Expressions[0]).Local.Should().BeSameAs(((LetExpression)block.Expressions[1]).Local);
    }

    [TestMethod]
    public void Parse_GivesPlacesInTheTextWhenAsked()
    {
        var module = MirParser.Parse(Header + "function f() =\n  {\n    'a'@70:7\n    'b'\n  }\n", "m.mir", placesFromText: true).Module!;

        var block = (BlockExpression)module.Functions[0].Body;
        module.Functions[0].Position.Should().Be(new SourcePosition("m.mir", 3, 1));
        block.Expressions[0].Position.Should().Be(new SourcePosition(null, 70, 7));
        block.Expressions[1].Position.Should().Be(new SourcePosition("m.mir", 6, 5));
    }

    [TestMethod]
    [DataRow("", "(")]
    [DataRow("", "[")]
    [DataRow("", "#(")]
    [DataRow("", "!")]
    [DataRow("", "{")]
    [DataRow("", "if ")]
    [DataRow("", "match ")]
    [DataRow("", "match 1 { _ -> ")]
    [DataRow("const ", "[")]
    [DataRow("const ", "{")]
    [DataRow("match 1 { ", "[")]
    [DataRow("match 1 { ", "is_list(")]
    [DataRow("fun (x: ", "list(")]
    [DataRow("fun (x: ", "fun() -> (")]
    public void Parse_SurvivesDeepNesting(string prefix, string repeated)
    {
        var text = Header + "function f() = " + prefix + string.Concat(Enumerable.Repeat(repeated, 50_000));

        MirParser.Parse(text).Diagnostics.Should().Contain(diagnostic => diagnostic.Code == "BA207");
    }

    [TestMethod]
    public void Parse_AcceptsTheDepthThatItPromises()
    {
        var text = Header + "function f() = " + new string('[', 990) + new string(']', 990);

        var module = MirParser.Parse(text).Module;

        module.Should().NotBeNull();
        MirPrinter.Print(module!).Should().Contain("[[[");
    }

    [TestMethod]
    public void Parse_StopsAfterAHundredErrors() =>
        MirParser.Parse(Header + string.Concat(Enumerable.Repeat("function f() = ?\n", 1000))).Diagnostics.Should().HaveCount(100);

    private static string Errors(string text)
    {
        var result = MirParser.Parse(text, "m.mir");
        result.Module.Should().BeNull();
        return string.Join(", ", result.Diagnostics.Select(
            diagnostic => $"{diagnostic.Code} {diagnostic.Place.Line}:{diagnostic.Place.Column}"));
    }
}
