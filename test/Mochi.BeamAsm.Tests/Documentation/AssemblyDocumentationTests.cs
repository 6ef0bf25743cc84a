using System.Text.RegularExpressions;
using FluentAssertions;
using Mochi.BeamAsm.Tests.Text;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Tests.Documentation;

/// <summary>The examples and grammars of docs/assembly.md are what the readers take.</summary>
[TestClass]
public sealed partial class AssemblyDocumentationTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(BasmTests.FindSample())!, "..", "..", ".."));
    private static readonly string Page = File.ReadAllText(Path.Combine(Root, "docs", "assembly.md"));

    [TestMethod]
    public void BothTextsOfTheFunction_GiveTheSameFile()
    {
        var otp = AssemblyReader.Read(Block("erlang"));
        var own = BasmReader.Read(Block("basm"));

        otp.Diagnostics.Should().BeEmpty();
        own.Diagnostics.Should().BeEmpty();
        var file = BeamModuleWriter.Write(own.Module!);
        file.Should().Equal(BeamModuleWriter.Write(otp.Module!));
        RoundTrip.Check(file).IsIdentical.Should().BeTrue();

        // But for comments and the empty line, the text is as the writers write it.
        Plain(Block("basm")).Should().BeSubsetOf(Plain(BasmWriter.Write(own.Module!)));
        Plain(Block("erlang")).Skip(2).Should().BeSubsetOf(Plain(AssemblyWriter.Write(otp.Module!, AssemblyDialect.Otp27)));
    }

    [TestMethod]
    public void LinesOfAFunction_AreReadAndWrittenAsTheyStand()
    {
        var lines = Block("basm lines").TrimEnd('\n').Split('\n');
        var text = "module m\nfunction area/1 L2\n  L1:\n    func_info m, area, 1\n  L2:\n"
            + string.Concat(lines.Select(line => $"    {line}\n"));

        var read = BasmReader.Read(text);

        read.Diagnostics.Select(diagnostic => diagnostic.ToString()).Should().BeEmpty();
        var written = BasmWriter.Write(read.Module!).TrimEnd('\n').Split('\n');
        written[^lines.Length..].Select(line => line.Trim()).Should().Equal(lines);
    }

    [TestMethod]
    public void Grammar_HasTheDeclarationsOfTheReader() =>
        Words().Matches(Grammar("declaration")).Select(match => match.Groups[1].Value).Should().Contain(BasmHeaderReader.Words);

    [TestMethod]
    public void Grammar_HasTheTypesOfTheReader()
    {
        foreach (var kind in Words().Matches(Grammar("kind")).Select(match => match.Groups[1].Value))
        {
            var read = BasmReader.Read($"module m\nfunction f/0 L2\n  L1:\n    func_info m, f, 0\n  L2:\n    move x0:{kind}, x1\n");
            read.Diagnostics.Should().BeEmpty(kind);
            read.Module!.Functions[0].Instructions[^1].Operands[0].Should().BeOfType<TypedRegister>(kind);
        }
    }

    [TestMethod]
    public void Diagnostics_AreAllListed()
    {
        var codes = Directory.EnumerateFiles(Path.Combine(Root, "src", "Mochi.BeamAsm", "Text"), "*.cs")
            .SelectMany(file => Codes().Matches(File.ReadAllText(file)))
            .Select(match => match.Value.Trim('"'))
            .ToHashSet();
        var listed = Page.Split('\n').Where(line => line.StartsWith("| BA", StringComparison.Ordinal)).Select(line => line[2..7]);

        listed.Should().BeEquivalentTo(codes);
    }

    private static string Block(string language)
    {
        var start = Page.IndexOf($"```{language}\n", StringComparison.Ordinal);
        start.Should().BePositive(language);
        start = Page.IndexOf('\n', start) + 1;
        return Page[start..Page.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static string Grammar(string name)
    {
        var start = Page.LastIndexOf($"\n{name.PadRight(11)} = ", StringComparison.Ordinal);
        start.Should().BePositive(name);
        return Page[start..Page.IndexOf(" ;", start, StringComparison.Ordinal)];
    }

    private static List<string> Plain(string text)
    {
        var lines = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            var plain = line.Split(" ;")[0].Split("%%")[0].TrimEnd();
            if (plain.Length > 0)
            {
                lines.Add(plain);
            }
        }

        return lines;
    }

    [GeneratedRegex("\"([a-z_]+)\"")]
    private static partial Regex Words();

    [GeneratedRegex("\"BA1[0-9][0-9]\"")]
    private static partial Regex Codes();
}
