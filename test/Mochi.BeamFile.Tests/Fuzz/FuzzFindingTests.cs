using FluentAssertions;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Tests.Fuzz;

/// <summary>What the fuzzer found, in its shortest form.</summary>
[TestClass]
public sealed class FuzzFindingTests
{
    private const string Zeros16 = "00000000000000000000000000000000";

    private const string Zeros240 = Zeros16 + Zeros16 + Zeros16 + Zeros16 + Zeros16 + Zeros16 + Zeros16 + Zeros16
        + Zeros16 + Zeros16 + Zeros16 + Zeros16 + Zeros16 + Zeros16 + Zeros16;

    /// <summary>These were read into something else, or their diagnostics had no place.</summary>
    [TestMethod]
    [DataRow("-Code", BeamFileCodes.MissingChunk, "Code", 0)]
    [DataRow("-ImpT", BeamFileCodes.MissingChunk, "ImpT", 0)]
    [DataRow("-ExpT", BeamFileCodes.MissingChunk, "ExpT", 0)]
    [DataRow("-AtU8", BeamFileCodes.MissingChunk, "AtU8", 0)]
    [DataRow("Type=00000003 00000001 0000", BeamFileCodes.BadOperand, "Type", 8)]
    [DataRow("AtU8=FFFFFFFF 28 00 " + Zeros240 + Zeros16, BeamFileCodes.BadText, "AtU8", 4)]
    [DataRow("code=01 37 10 00 00", BeamFileCodes.BadOperand, "Code", 29)]
    [DataRow("code=99 18 80 00", BeamFileCodes.BadOperand, "Code", 29)]
    public void DamagedChunk_IsRefusedWithAPlace(string chunk, string code, string id, int offset)
    {
        var read = BeamModuleReader.Read(ChunkFile.Make(chunk));

        read.Module.Should().BeNull();
        read.Diagnostics.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Code = code, Place = new { Chunk = id, Offset = (long)offset } });
    }

    /// <summary>These can be read, with a warning that had no place.</summary>
    [TestMethod]
    [DataRow("code=5C 10 50", BeamFileCodes.BadIndex, "Code", 29)]
    public void DoubtfulChunk_IsReadWithAPlace(string chunk, string code, string id, int offset)
    {
        var file = ChunkFile.Make(chunk);
        var read = BeamModuleReader.Read(file);

        read.Diagnostics.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Code = code, Severity = DiagnosticSeverity.Warning, Place = new { Chunk = id, Offset = (long)offset } });
        BeamModuleReader.Read(BeamModuleWriter.Write(read.Require())).Require().Functions.Should().Equal(read.Require().Functions);
    }

    /// <summary>Atoms of more than 255 characters were read, but their text could not be.</summary>
    [TestMethod]
    [DataRow("83 64 0100 " + Zeros240 + Zeros16, BeamFileCodes.BadTerm)]
    [DataRow("83 76 0100 " + Zeros240 + Zeros16, BeamFileCodes.BadTerm)]
    [DataRow("83 71 76 0100 " + Zeros240 + Zeros16 + " 7700 6100", BeamFileCodes.BadTerm)]
    [DataRow("83 6F 0007FFF9 00", BeamFileCodes.LimitExceeded)]
    public void DamagedTerm_IsRefusedWithAPlace(string hex, string code)
    {
        var decoding = () => ExternalTermFormat.Decode(ChunkFile.Bytes(hex));
        var diagnostic = decoding.Should().Throw<DiagnosticException>().Which.Diagnostic;
        diagnostic.Code.Should().Be(code);
        diagnostic.Place.Offset.Should().BePositive();
    }

    [TestMethod]
    [DataRow("'%s'")]
    [DataRow("fun %s:f/1")]
    [DataRow("fun m:'%s'/1")]
    [DataRow("#m:%s{}")]
    public void AtomOfTooManyCharacters_IsNoText(string text)
    {
        TermReader.Read(text.Replace("%s", new string('a', 255), StringComparison.Ordinal));
        var reading = () => TermReader.Read(text.Replace("%s", new string('a', 256), StringComparison.Ordinal));
        reading.Should().Throw<DiagnosticException>().Which.Diagnostic.Message.Should().Be("an atom has at most 255 characters");
    }

    [TestMethod]
    [DataRow("<<1:37911559>>", 37911559)]
    [DataRow("<<1:37911560>>", 37911560)]
    public void LargePart_TakesItsSizeAndNotSeveralTimes(string text, int bits)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var bitstring = (BitstringTerm)TermReader.Read(text);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        bitstring.BitLength.Should().Be(bits);
        bitstring.Bytes[^2].Should().Be(0);
        bitstring.Bytes[^1].Should().Be(bits % 8 == 0 ? (byte)1 : (byte)2);
        allocated.Should().BeLessThan(4L * bits / 8);
    }

    [TestMethod]
    public void SmallestModule_IsRead() => BeamModuleReader.Read(ChunkFile.Make()).Require().Name.Should().Be("a");
}
