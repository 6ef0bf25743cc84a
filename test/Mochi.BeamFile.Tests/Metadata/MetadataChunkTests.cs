using FluentAssertions;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Metadata;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Tests.Container;

namespace Mochi.BeamFile.Tests.Metadata;

[TestClass]
public sealed class MetadataChunkTests
{
    public static IEnumerable<object[]> Samples()
    {
        var forms = Term.List(Term.Tuple(Term.Atom("eof"), Term.Integer(9)));
        var map = Term.Map((Term.Atom("zz"), Term.Integer(1)), (Term.Atom("aa"), Term.Nil));
        MetadataChunk[] samples =
        [
            SampleModules.DebugInfo(),
            SampleModules.DebugInfo() with { Forms = null },
            new ErlangDebugInfo(Term.CharList(new string('x', 500)), Term.Nil) { IsCompressed = true },
            new ElixirDebugInfo(map, forms), new ElixirDebugInfo(null, Term.Nil),
            new BackendDebugInfo("lfe_debug", Term.Integer(7)),
            // Another form of a known backend is left to that backend.
            new BackendDebugInfo("elixir_erl", Term.Tuple(Term.Atom("elixir_v2"), map)),
            new EncryptedDebugInfo("des3_cbc", [1, 2, 3]),
            new AbstractCode(forms), new AbstractCode(forms, "abstract_v2"), AbstractCode.Empty,
            SampleModules.Documentation(), SampleModules.Documentation() with { Text = DocumentationText.None },
            SampleModules.CheckerInfo(), new ElixirCheckerInfo(1, map),
        ];
        return samples.Select(sample => new object[] { sample });
    }

    [TestMethod]
    [DynamicData(nameof(Samples))]
    public void Read_OfWhatWasEncoded_GivesItBack(MetadataChunk sample)
    {
        var data = sample.Encode();
        var read = MetadataChunk.Read(sample.ChunkId, data);
        read.Should().Be(sample);
        read.GetHashCode().Should().Be(sample.GetHashCode());
        read.Encode().Should().Equal(data);
    }

    [TestMethod]
    public void TheOrderOfAMap_IsKept()
    {
        var map = Term.Map((Term.Atom("zz"), Term.Integer(1)), (Term.Atom("aa"), Term.Nil));
        var read = ElixirCheckerInfo.Read(new ElixirCheckerInfo(8, map).Encode());
        read.Contents.Pairs.Select(pair => pair.Key.ToString()).Should().Equal("zz", "aa");
    }

    [TestMethod]
    public void ATermThatCompressionMakesLonger_StandsPlain()
    {
        var data = new ErlangDebugInfo(null, Term.Nil) { IsCompressed = true }.Encode();
        data[1].Should().NotBe(80);
        DebugInfo.Read(data).IsCompressed.Should().BeFalse();
    }

    /// <summary>As OTP does: 92 bytes that compress to 87 and need 6 more to say so.</summary>
    [TestMethod]
    public void ATermThatIsAsLongWhenCompressed_StandsCompressed()
    {
        var info = new ErlangDebugInfo(null, Term.List(Term.Atom("deterministic"), Term.Atom("no_spawn_compiler_process")))
        {
            IsCompressed = true,
        };
        info.Encode().Should().HaveCount((info with { IsCompressed = false }).Encode().Length)
            .And.HaveElementAt(1, (byte)80);
    }

    [TestMethod]
    public void AModule_GivesWhatItsChunksSay()
    {
        var module = BeamModuleReader.Read(BeamModuleWriter.Write(SampleModules.Annotated())).Require();
        module.Metadata("Dbgi").Should().Be(SampleModules.DebugInfo());
        module.Metadata("Abst").Should().BeNull();
        var documentation = (ModuleDocumentation)module.Metadata("Docs")!;
        documentation.Text.Text.Should().StartWith("Everything");
        documentation.Entries[0].Text.IsHidden.Should().BeTrue();
        ((ElixirCheckerInfo)module.Metadata("ExCk")!).Exports.Should().ContainSingle()
            .Which.Name.Should().Be("add_one");
        ((ErlangDebugInfo)module.Metadata("Dbgi")!).FormList.Should().ContainSingle();
    }

    /// <summary>Reading a module must not look into a chunk that nobody asked for.</summary>
    [TestMethod]
    public void ADamagedChunk_OnlyMattersToWhoAsksForIt()
    {
        var module = SampleModules.Annotated().With(new RawChunk("Dbgi", new byte[] { 131, 104, 3, 119 }));
        var read = BeamModuleReader.Read(BeamModuleWriter.Write(module));
        read.Diagnostics.Should().BeEmpty();
        read.Require().Metadata("Docs").Should().NotBeNull();
        var asking = () => read.Chunks!.Metadata("Dbgi");
        asking.Should().Throw<DiagnosticException>().Which.Diagnostic.Place.Chunk.Should().Be("Dbgi");
    }

    [TestMethod]
    [DataRow("Dbgi", "83 61 01", BeamFileCodes.BadTerm)]
    [DataRow("Dbgi", "83 68 03 77 02 76 39 77 01 62 6A", BeamFileCodes.UnknownVersion)]
    [DataRow("Dbgi", "83 6A 00", BeamFileCodes.StrayBytes)]
    [DataRow("Dbgi", "", BeamFileCodes.Truncated)]
    [DataRow("Dbgi", "00 09 61", BeamFileCodes.Truncated)]
    [DataRow("Dbgi", "00 01 07 61", BeamFileCodes.BadText)]
    [DataRow("Abst", "83 61 01", BeamFileCodes.BadTerm)]
    [DataRow("Docs", "83 68 01 77 07 64 6F 63 73 5F 76 32", BeamFileCodes.UnknownVersion)]
    [DataRow("Docs", "83 68 01 77 07 64 6F 63 73 5F 76 31", BeamFileCodes.BadTerm)]
    [DataRow("ExCk", "83 68 02 77 02 76 39 74 00 00 00 00", BeamFileCodes.UnknownVersion)]
    [DataRow("ExCk", "83 6A", BeamFileCodes.BadTerm)]
    [DataRow("ExCk", "83 50 FF FF FF FF 78 9C", BeamFileCodes.LimitExceeded)]
    [DataRow("Docs", "83 50 00 00 00 10 78 9C 00", BeamFileCodes.BadCompression)]
    [DataRow("Docs", "83 6C FF FF FF FF 6A", BeamFileCodes.BadCount)]
    // Right, but a small integer in the form for large ones, and an atom in Latin-1.
    [DataRow("Dbgi", "83 68 03 77 0D 64 65 62 75 67 5F 69 6E 66 6F 5F 76 31 77 01 78 62 00 00 00 01", BeamFileCodes.NotCanonical)]
    [DataRow("Abst", "83 68 02 64 00 01 61 6A", BeamFileCodes.NotCanonical)]
    public void AChunkThatCannotBeDecoded_IsKeptAndSaysWhy(string id, string hex, string code)
    {
        var data = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var file = BeamModuleWriter.Write(SampleModules.Everything().With(new RawChunk(id, data)));
        var result = Mochi.BeamFile.Container.RoundTrip.Check(file);
        result.IsIdentical.Should().BeTrue();
        result.Chunks.Where(chunk => chunk.IsKept).Select(chunk => chunk.Id).Should().Equal(id);
        var diagnostic = result.Diagnostics.Should().ContainSingle().Which;
        diagnostic.Code.Should().Be(code);
        diagnostic.Severity.Should().Be(DiagnosticSeverity.Warning);
        diagnostic.Place.Chunk.Should().Be(id);
        diagnostic.Place.Offset.Should().BeGreaterThanOrEqualTo(0);
    }

    [TestMethod]
    public void AnyByteChanged_EndsInAChunkOrADiagnostic()
    {
        var limits = new ReadLimits { InflatedSize = 1 << 16, TermNodes = 1 << 12 };
        var random = new Random(3);
        foreach (var sample in Samples().Select(row => (MetadataChunk)row[0]))
        {
            var data = sample.Encode();
            for (var round = 0; round < 4_000 && data.Length > 0; round++)
            {
                var copy = (byte[])data.Clone();
                for (var changes = random.Next(1, 4); changes > 0; changes--)
                {
                    copy[random.Next(copy.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : random.Next(67, 121));
                }

                try
                {
                    MetadataChunk.Read(sample.ChunkId, copy.AsMemory(0, random.Next(4) == 0 ? copy.Length / 2 : copy.Length), limits)
                        .Encode().Should().NotBeNull();
                }
                catch (DiagnosticException exception)
                {
                    exception.Diagnostic.Place.Chunk.Should().Be(sample.ChunkId);
                }
            }
        }
    }
}
