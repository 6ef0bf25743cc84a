using FluentAssertions;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Editing;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Tests.Container;

namespace Mochi.BeamFile.Tests.Editing;

/// <summary>Single chunks are replaced, added and dropped; what would not be a module any more is refused.</summary>
[TestClass]
public sealed class ChunkEditingTests
{
    private static readonly ChunkFile Sample = ChunkFile.Read(BeamModuleWriter.Write(SampleModules.Annotated()));

    [TestMethod]
    public void ReadAndWrite_OfAFileThatNobodyEdited_GivesItsBytes()
    {
        var file = BeamModuleWriter.Write(SampleModules.Everything());
        ChunkFile.Read(file).Write().Should().Equal(file);
        var packed = BeamModuleWriter.Write(SampleModules.Everything() with { IsCompressed = true });
        ChunkFile.Read(packed).Write().Should().Equal(packed);
    }

    [TestMethod]
    public void Replace_OfAttributes_IsSeenByTheReader()
    {
        var attributes = Term.List(Term.Tuple(Term.Atom("author"), Term.List(Term.Atom("you"))));
        var edited = ChunkEditing.Replace(Sample, new RawChunk("Attr", ExternalTermFormat.Encode(attributes)));
        BeamModuleReader.Read(edited.Write()).Require().Attributes.Should().Be(attributes);
    }

    [TestMethod]
    [DataRow("Attr")]
    [DataRow("Code")]
    [DataRow("AtU8")]
    [DataRow("LitT")]
    [DataRow("Line")]
    [DataRow("Type")]
    [DataRow("Recs")]
    [DataRow("DbgB")]
    [DataRow("Dbgi")]
    [DataRow("Docs")]
    public void Replace_ByBytesThatDoNotDecode_IsRefusedWithTheChunk(string id) =>
        FluentActions.Invoking(() => ChunkEditing.Replace(Sample, new RawChunk(id, new byte[] { 1, 0, 0 })))
            .Should().Throw<DiagnosticException>().Which.Diagnostic.Should().Match<Diagnostic>(
                diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Place.Chunk == id);

    [TestMethod]
    public void Replace_OfTheAtomsByFewer_IsRefused()
    {
        var one = new byte[] { 0, 0, 0, 1, 1, (byte)'a' };
        FluentActions.Invoking(() => ChunkEditing.Replace(Sample, new RawChunk("AtU8", one)))
            .Should().Throw<DiagnosticException>().Which.Diagnostic.Code.Should().Be(BeamFileCodes.BadIndex);
    }

    [TestMethod]
    public void Replace_OfALiteralTable_GivesTheGeneratedVersionAnew()
    {
        var other = SampleModules.Annotated();
        var literals = ChunkFile.Read(BeamModuleWriter.Write(other)).Find("LitT")!;
        var data = new byte[] { 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3, 131, 97, 7, 0, 0, 0, 3, 131, 97, 8 };
        var edited = ChunkEditing.Replace(Sample, new RawChunk("LitT", data));
        edited.Find("Attr").Should().NotBe(Sample.Find("Attr"));
        edited.Find("FunT").Should().NotBe(Sample.Find("FunT"));
        ChunkEditing.Replace(edited, literals).Should().Be(Sample, "the way back leads to the same hashes");
    }

    [TestMethod]
    public void Replace_OfWhatIsNotThere_IsRefused() => Code(() => ChunkEditing.Replace(Sample, new RawChunk("Mine", default)))
        .Should().Be(BeamFileCodes.NothingToEdit);

    [TestMethod]
    public void Add_OfAnUnknownChunk_PutsItLastAndKeepsTheBytes()
    {
        var edited = ChunkEditing.Add(Sample, new RawChunk("Mine", new byte[] { 1, 2, 3 }));
        edited.Chunks[^1].Id.Should().Be("Mine");
        BeamModuleReader.Read(edited.Write()).Require().ExtraChunk("Mine")!.Data.ToArray().Should().Equal(1, 2, 3);
    }

    [TestMethod]
    public void Add_OfWhatIsThere_IsRefused() => Code(() => ChunkEditing.Add(Sample, new RawChunk("Docs", default)))
        .Should().Be(BeamFileCodes.NamesClash);

    [TestMethod]
    [DataRow("")]
    [DataRow("Doc")]
    [DataRow("Chunk")]
    [DataRow("D\nxx")]
    [DataRow("Ωmeg")]
    public void Add_UnderNoId_IsRefused(string id) => Code(() => ChunkEditing.Add(Sample, new RawChunk(id, default)))
        .Should().Be(BeamFileCodes.DoesNotFit);

    [TestMethod]
    public void Drop_OfDebugInfo_LeavesEverythingElse()
    {
        var edited = ChunkEditing.Drop(Sample, "Dbgi");
        edited.Find("Dbgi").Should().BeNull();
        edited.Chunks.Should().HaveCount(Sample.Chunks.Length - 1);
    }

    [TestMethod]
    public void Drop_OfCode_IsRefused() =>
        Code(() => ChunkEditing.Drop(Sample, "Code")).Should().Be(BeamFileCodes.RequiredChunk);

    private static string Code(Func<ChunkFile> edit) =>
        edit.Should().Throw<DiagnosticException>().Which.Diagnostic.Code;
}
