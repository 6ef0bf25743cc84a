using System.Globalization;
using System.Numerics;
using System.Reflection;
using FluentAssertions;
using FluentAssertions.Execution;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Metadata;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Tests.Container;

namespace Mochi.BeamFile.Tests.Documentation;

/// <summary>The examples of docs/format.md are what the library writes and reads.</summary>
[TestClass]
public sealed class FormatDocumentationTests
{
    private static readonly string[] Lines = File.ReadAllLines(Repository.File("docs", "format.md"));

    public static IEnumerable<object[]> HexBlocks()
    {
        for (var index = 0; index < Lines.Length; index++)
        {
            if (!Lines[index].StartsWith("```hex ", StringComparison.Ordinal))
            {
                continue;
            }

            var hex = Lines.Skip(index + 1).TakeWhile(line => line != "```").Select(line => line.Split(';')[0]);
            yield return [Lines[index][7..], string.Concat(string.Concat(hex).Where(char.IsAsciiHexDigit))];
        }
    }

    [TestMethod]
    [DynamicData(nameof(HexBlocks))]
    public void HexBlock_IsWhatTheWriterWrites(string heading, string hex)
    {
        var words = heading.Split(' ');
        var release = (OtpRelease)int.Parse(words[0], CultureInfo.InvariantCulture);
        var sample = words[^1] == "annotated" ? SampleModules.Annotated() : SampleModules.Everything();
        var file = BeamModuleWriter.Write(sample, new BeamWriterOptions { Release = release });
        var data = words[1] == "file"
            ? file.AsMemory(0, int.Parse(words[2], CultureInfo.InvariantCulture))
            : BeamContainer.Read(file).Find(words[1])!.Data;
        Convert.ToHexString(data.Span).Should().Be(hex, heading);
    }

    [TestMethod]
    public void HexBlocks_ShowEveryChunkThatTheWriterMakes()
    {
        var shown = HexBlocks().Select(block => (string)block[0]).ToHashSet();
        foreach (var chunk in BeamContainer.Read(BeamModuleWriter.Write(SampleModules.Everything())).Chunks)
        {
            shown.Should().Contain("27 " + chunk.Id);
        }

        foreach (var id in new[] { "Recs", "DbgB", "Dbgi", "Docs", "ExCk" })
        {
            shown.Should().Contain($"29 {id} annotated");
        }
    }

    [TestMethod]
    public void OldAbstractCode_IsAsInTheTable()
    {
        var rows = TableAfter("| abstract code | bytes of `Abst` |");
        var code = Term.List(Term.Tuple(Term.Atom("eof"), Term.Integer(1)));
        rows.Select(row => row[1].Replace(" ", "", StringComparison.Ordinal)).Should().Equal(
            Convert.ToHexString(new AbstractCode(code).Encode()), Convert.ToHexString(AbstractCode.Empty.Encode()),
            Convert.ToHexString(new EncryptedDebugInfo("des3_cbc", [1, 2, 3, 4, 5, 6, 7, 8]).Encode()));
        foreach (var row in rows)
        {
            var data = Convert.FromHexString(row[1].Replace(" ", "", StringComparison.Ordinal));
            AbstractCode.Read(data).Encode().Should().Equal(data, row[0]);
        }
    }

    [TestMethod]
    public void CompactTerms_AreAsInTheTable()
    {
        var rows = TableAfter("| integer | bytes |");
        rows.Should().HaveCountGreaterThan(10);
        using var scope = new AssertionScope();
        foreach (var row in rows)
        {
            var value = BigInteger.Parse(row[0], CultureInfo.InvariantCulture);
            using var writer = new ByteWriter();
            CompactTerm.Write(writer, CompactTerm.Integer, value);
            Convert.ToHexString(writer.Written).Should().Be(row[1].Replace(" ", "", StringComparison.Ordinal));
            var reader = new ByteReader(writer.Written, "example");
            CompactTermReader.Read(ref reader).Integer.Should().Be(value);
            reader.IsAtEnd.Should().BeTrue();
        }
    }

    [TestMethod]
    public void Terms_AreAsInTheTable()
    {
        var rows = TableAfter("| term | bytes | |");
        rows.Should().HaveCountGreaterThan(10);
        using var scope = new AssertionScope();
        foreach (var row in rows)
        {
            var hex = row[1].Replace(" ", "", StringComparison.Ordinal);
            var term = ExternalTermFormat.Decode(Convert.FromHexString(hex));
            TermPrinter.Print(term).Should().Be(row[0]);
            Convert.ToHexString(ExternalTermFormat.Encode(term)).Should().Be(hex);
        }
    }

    [TestMethod]
    public void Diagnostics_AreAllListed()
    {
        var codes = typeof(BeamFileCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);
        TableAfter("| code | |").Select(row => row[0]).Should().Equal(codes);
    }

    private static List<string[]> TableAfter(string header) =>
    [
        .. Lines.SkipWhile(line => line != header).Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Replace("\\|", "\u0001", StringComparison.Ordinal).Split('|')
                .Skip(1).Select(cell => cell.Trim().Trim('`').Replace('\u0001', '|')).ToArray()),
    ];
}
