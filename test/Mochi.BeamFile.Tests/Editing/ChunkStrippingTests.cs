using FluentAssertions;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Editing;
using Mochi.BeamFile.Tests.Container;

namespace Mochi.BeamFile.Tests.Editing;

/// <summary>Chunks are taken out as <c>beam_lib:strip</c> does, or by lists of what to keep and what to drop.</summary>
[TestClass]
public sealed class ChunkStrippingTests
{
    private static readonly ChunkFile Sample = ChunkFile.Read(BeamModuleWriter.Write(SampleModules.Annotated()));

    [TestMethod]
    public void Strip_ByDefault_KeepsWhatBeamLibKeepsInItsOrder() =>
        Ids(ChunkStripping.Strip(Sample)).Should().Be("Line Type AtU8 Code StrT ImpT ExpT FunT LitT Meta Recs DbgB");

    [TestMethod]
    public void Strip_WithKindsAndIdsToKeep_PutsTheIdsFirst()
    {
        var selection = new StripSelection { Keep = ["CInf"], KeepKinds = [ChunkKind.Documentation, ChunkKind.Locals] };
        Ids(ChunkStripping.Strip(Sample, selection)).Should().StartWith("CInf LocT Docs Line Type AtU8");
    }

    [TestMethod]
    public void Strip_WithOnlyChunksToDrop_LeavesTheOthersAsTheyAre()
    {
        var selection = new StripSelection { Drop = ["ExCk"], DropKinds = [ChunkKind.DebugInfo, ChunkKind.Other] };
        Ids(ChunkStripping.Strip(Sample.With(new RawChunk("Mine", new byte[3])), selection))
            .Should().Be("AtU8 Code StrT ImpT ExpT FunT LitT Meta Recs DbgB LocT Attr CInf Docs Line Type");
    }

    [TestMethod]
    public void Strip_WhatIsKeptById_StaysThoughItsKindIsDropped()
    {
        var selection = new StripSelection { Keep = ["Line"], DropKinds = [ChunkKind.Lines, ChunkKind.Types] };
        Ids(ChunkStripping.Strip(Sample, selection)).Should().StartWith("Line AtU8 Code");
    }

    [TestMethod]
    [DataRow("Code")]
    [DataRow("AtU8")]
    [DataRow("StrT")]
    [DataRow("ImpT")]
    [DataRow("ExpT")]
    public void Strip_OfARequiredChunk_IsRefused(string id) =>
        FluentActions.Invoking(() => ChunkStripping.Strip(Sample, new StripSelection { Drop = [id] }))
            .Should().Throw<DiagnosticException>().Which.Diagnostic.Should().Match<Diagnostic>(
                diagnostic => diagnostic.Code == BeamFileCodes.RequiredChunk && diagnostic.Place.Chunk == id);

    [TestMethod]
    [DataRow("LitT")]
    [DataRow("FunT")]
    public void Strip_OfATableThatTheCodeUses_IsRefused(string id) =>
        FluentActions.Invoking(() => ChunkStripping.Strip(Sample, new StripSelection { Drop = [id] }))
            .Should().Throw<DiagnosticException>().Which.Diagnostic.Code.Should().Be(BeamFileCodes.BadIndex);

    [TestMethod]
    public void Strip_OfLinesAndTypes_LeavesAModuleThatCanBeReadAndWrittenAgain()
    {
        var stripped = ChunkStripping.Strip(
            Sample, new StripSelection { DropKinds = [ChunkKind.Lines, ChunkKind.Types] }).Write();
        RoundTrip.Check(stripped).IsIdentical.Should().BeTrue();
    }

    [TestMethod]
    public void Strip_OfWhatTheMd5Covers_GivesTheLambdasTheirNewHash()
    {
        var stripped = ChunkStripping.Strip(Sample, new StripSelection { Drop = ["Meta"] });
        var read = BeamModuleReader.Read(stripped.Write());
        read.Require().GenerateVersion.Should().BeTrue("vsn is the MD5");
        BeamModuleWriter.Write(read.Require()).Should().Equal(stripped.Write());
        read.Chunks!.Md5.Should().NotEqual(BeamModuleReader.Read(Sample.Write()).Chunks!.Md5);
    }

    private static string Ids(ChunkFile file) => string.Join(' ', file.Chunks.Select(chunk => chunk.Id));
}
