using System.Text;
using FluentAssertions;
using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;

namespace Mochi.Tools.Tests.CommandLine;

[TestClass]
public class DiagnosticRendererTests
{
    [TestMethod]
    public void A_place_in_a_text_is_shown_with_its_line() => Render(
        "let a = 1\n\tlet s = \"日本\" + 2 // sum\n",
        new DiagnosticPlace("a.mochi", 2, 10, 4),
        "use str").Should().Be(
            "a.mochi:2:10: error ML001: wrong\n"
            + "  \tlet s = \"日本\" + 2 // sum\n"
            + "  \t        ^~~~~~\n"
            + "hint: use str\n");

    [TestMethod]
    [DataRow(1, 4, "  abc\n     ^\n")]
    [DataRow(2, 1, "  \n  ^\n")]
    [DataRow(3, 1, "")]
    public void A_place_may_be_the_end_of_a_line_or_of_the_text(int line, int column, string excerpt) =>
        Render("abc\r\n", new DiagnosticPlace("a.mochi", line, column)).Should()
            .Be($"a.mochi:{line}:{column}: error ML001: wrong\n{excerpt}");

    [TestMethod]
    public void What_could_disturb_a_terminal_is_not_shown() =>
        Render([.. "a\e[2Jb"u8, 0xFF, (byte)'c'], new DiagnosticPlace("a", 1, 8)).Should()
            .Be("a:1:8: error ML001: wrong\n  a\uFFFD[2Jb\uFFFDc\n         ^\n");

    [TestMethod]
    public void Of_a_very_long_line_only_the_place_is_shown()
    {
        var lines = Render(new string('x', 5000) + "!" + new string('y', 5000), new DiagnosticPlace("a", 1, 5001)).Split('\n');
        lines[1].Should().HaveLength(2 + 3 + 160 + 3).And.Contain("xxx!yyy");
        lines[2].Should().EndWith("^");
        lines[2].Length.Should().Be(lines[1].IndexOf('!') + 1);
    }

    [TestMethod]
    public void Other_places()
    {
        Render("", new DiagnosticPlace("a.beam", Chunk: "LitT", Offset: 12)).Should()
            .Be("a.beam: error ML001: wrong (chunk LitT, offset 12)\n");
        Render("", new DiagnosticPlace("a.beam", Offset: 0)).Should().Be("a.beam: error ML001: wrong (offset 0)\n");
        Render("", new DiagnosticPlace("a.beam", Chunk: "LitT")).Should().Be("a.beam: error ML001: wrong (chunk LitT)\n");
        Render("", new DiagnosticPlace("a.mochi", 3)).Should().Be("a.mochi:3: error ML001: wrong\n");
        Render("", DiagnosticPlace.None).Should().Be("tool: error ML001: wrong\n");
    }

    [TestMethod]
    public void Colour_changes_nothing_but_colour()
    {
        var place = new DiagnosticPlace("a", 1, 1);
        var colored = Render("x", place, "do", useColor: true);
        colored.Should().Contain("\e[1;31merror\e[0m");
        System.Text.RegularExpressions.Regex.Replace(colored, "\e\\[[0-9;]*m", "").Should().Be(Render("x", place, "do"));
    }

    private static string Render(string source, DiagnosticPlace place, string? hint = null, bool useColor = false) =>
        Render(Encoding.UTF8.GetBytes(source), place, hint, useColor);

    private static string Render(byte[] source, DiagnosticPlace place, string? hint = null, bool useColor = false)
    {
        var renderer = new DiagnosticRenderer("tool", useColor);
        if (place.File is { } file)
        {
            renderer.AddSource(file, source);
        }

        return renderer.Render(new Diagnostic("ML001", DiagnosticSeverity.Error, "wrong", place, hint));
    }
}
