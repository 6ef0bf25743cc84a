using FluentAssertions;
using Mochi.BeamAsm.Ir.Checking;
using Mochi.BeamAsm.Text;

namespace Mochi.BeamAsm.Tests.Text;

/// <summary>The examples of <c>docs/mir.md</c>.</summary>
[TestClass]
public sealed class MirDocumentTests
{
    private static readonly string Document = File.ReadAllText(FindDocument("mir.md"));

    public static IEnumerable<object[]> Examples => MarkdownExamples.In(Document)
        .Where(example => example.Language.StartsWith("mir", StringComparison.Ordinal))
        .Select(example => new object[] { example.Line, example.Language, example.Text });

    [TestMethod]
    [DynamicData(nameof(Examples))]
    public void Example_IsAModuleThatMakesSense(int line, string language, string text)
    {
        var module = language == "mir" ? text : $"mir 1\nmodule m\nfunction example(a, b, n: int) = {{\n{text}\n}}\n";

        var result = MirParser.Parse(module);

        result.Diagnostics.Should().BeEmpty($"the example on line {line} is right");
        IrChecker.Check(result.Module!).Should().BeEmpty($"the example on line {line} is consistent");
        var printed = MirPrinter.Print(result.Module!);
        MirPrinter.Print(MirParser.Parse(printed).Module!).Should().Be(printed);
    }

    [TestMethod]
    public void Document_NamesEveryKeywordAndCode()
    {
        foreach (var keyword in MirSyntax.Keywords)
        {
            Document.Should().MatchRegex($@"[`\s]{keyword}[`\s]");
        }

        foreach (var code in Enumerable.Range(201, 9).Concat(Enumerable.Range(301, 20)))
        {
            Document.Should().Contain($"| BA{code} |");
        }
    }

    [TestMethod]
    public void Document_HasExamples() => Examples.Should().HaveCountGreaterThan(10);

    private static string FindDocument(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "docs", name)))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "docs", name);
    }
}
