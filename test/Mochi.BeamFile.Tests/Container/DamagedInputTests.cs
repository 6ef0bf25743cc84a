using FluentAssertions;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Tests.Container;

/// <summary>Whatever the bytes, reading ends with a module or with diagnostics, never with another exception.</summary>
[TestClass]
public sealed class DamagedInputTests
{
    private static readonly byte[] Small = BeamModuleWriter.Write(SampleModules.Everything());

    private static readonly byte[] Newest =
        BeamModuleWriter.Write(SampleModules.Everything(), new BeamWriterOptions { Release = OtpRelease.Otp29 });

    private static readonly ReadLimits Tight = new() { InflatedSize = 1 << 20, TermNodes = 1 << 16 };

    [TestMethod]
    public void Read_OfEveryBeginningOfAFile_GivesDiagnostics()
    {
        foreach (var file in new[] { Small, Newest })
        {
            for (var length = 0; length < file.Length; length++)
            {
                var result = BeamModuleReader.Read(file.AsMemory(0, length), Options());
                result.Module.Should().BeNull();
                result.Diagnostics.Should().Contain(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            }
        }
    }

    [TestMethod]
    public void Read_WithAnyByteChanged_GivesAModuleOrDiagnostics()
    {
        var random = new Random(7);
        foreach (var file in new[] { Small, Newest })
        {
            for (var position = 0; position < file.Length; position++)
            {
                foreach (var value in new[] { 0x00, 0xFF, 0x7F, 0x80, file[position] ^ 0x01, file[position] ^ 0x80,
                    random.Next(256) })
                {
                    var copy = (byte[])file.Clone();
                    copy[position] = (byte)value;
                    Probe(copy);
                }
            }
        }
    }

    [TestMethod]
    public void Read_WithManyBytesChanged_GivesAModuleOrDiagnostics()
    {
        var random = new Random(20261123);
        for (var round = 0; round < 20_000; round++)
        {
            var copy = (byte[])(random.Next(2) == 0 ? Small : Newest).Clone();
            for (var changes = random.Next(1, 8); changes > 0; changes--)
            {
                var position = random.Next(12, copy.Length);
                copy[position] = random.Next(3) == 0 ? (byte)random.Next(256) : copy[random.Next(copy.Length)];
            }

            Probe(copy);
        }
    }

    /// <summary>
    /// Inside a chunk that is compressed or checked, single changes would not get far: build terms and break those.
    /// </summary>
    [TestMethod]
    public void Decode_OfBrokenTerms_GivesATermOrADiagnostic()
    {
        var random = new Random(99);
        var plain = ExternalTermFormat.Encode(Term.List(
            Term.Map(
                (Term.Atom("a"), Term.Float(1.5)),
                (Term.Atom("b"), Term.Tuple(Term.Integer(1), Term.CharList("text")))),
            Term.ExternalFun("m", "f", 1),
            Term.Bitstring([1, 2], 3),
            Term.Integer(System.Numerics.BigInteger.One << 200),
            new PidTerm("node", 1, 2, 3), new ReferenceTerm("node", 1, [1, 2, 3]), new PortTerm("node", 9, 1)));
        for (var round = 0; round < 30_000; round++)
        {
            var copy = (byte[])plain.Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                copy[random.Next(1, copy.Length)] = (byte)(
                    random.Next(2) == 0 ? random.Next(256) : random.Next(67, 121));
            }

            try
            {
                ExternalTermFormat.Encode(ExternalTermFormat.Decode(copy, Tight));
            }
            catch (DiagnosticException exception)
            {
                exception.Diagnostic.Code.Should().StartWith("BF");
            }
        }
    }

    [TestMethod]
    [DataRow("", BeamFileCodes.NotABeamFile)]
    [DataRow("7F454C46", BeamFileCodes.NotABeamFile)]
    [DataRow("464F5231", BeamFileCodes.DamagedContainer)]
    [DataRow("464F5231000000044245414D", BeamFileCodes.MissingChunk)]
    [DataRow("464F523100000004414946 46", BeamFileCodes.NotABeamFile)]
    [DataRow("464F5231FFFFFFFF4245414D", BeamFileCodes.DamagedContainer)]
    [DataRow("464F52310000000C4245414D41745538FFFFFFFF", BeamFileCodes.DamagedContainer)]
    [DataRow("464F52310000000B4245414D41745538000000", BeamFileCodes.DamagedContainer)]
    [DataRow("1F8B0800000000000003FFFF", BeamFileCodes.BadCompression)]
    public void Read_OfNoModule_SaysWhy(string hex, string code)
    {
        var result = BeamModuleReader.Read(
            Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), Options());
        result.Module.Should().BeNull();
        result.Diagnostics.Should().ContainSingle().Which.Code.Should().Be(code);
        result.Diagnostics[0].Place.File.Should().Be("damaged.beam");
    }

    [TestMethod]
    public void Decode_OfABomb_IsRefused()
    {
        // 131, 80, a claimed size of 4 GiB, and a tiny stream.
        byte[] claim = [131, 80, 0xFF, 0xFF, 0xFF, 0xFF, .. Compression(new byte[100])];
        Code(claim).Should().Be(BeamFileCodes.LimitExceeded);

        // A stream that really expands a thousand times, past its declared size.
        byte[] lie = [131, 80, 0, 0, 0, 16, .. Compression(new byte[200_000])];
        Code(lie).Should().Be(BeamFileCodes.BadCompression);

        // A tuple of four billion elements, nests that never end, a number of two gigabytes.
        Code([131, 105, 0xFF, 0xFF, 0xFF, 0xFF, 97, 1]).Should().Be(BeamFileCodes.BadCount);
        Code([131, .. Enumerable.Repeat(new byte[] { 104, 1 }, 200_000).SelectMany(pair => pair), 106])
            .Should().Be(BeamFileCodes.LimitExceeded);
        Code([131, 111, 0x7F, 0xFF, 0xFF, 0xFF, 0, 1]).Should().Be(BeamFileCodes.LimitExceeded);
        Code([131, .. Enumerable.Repeat(new byte[] { 116, 0, 0, 0, 1 }, 2_000).SelectMany(map => map),
            .. Enumerable.Repeat((byte)106, 4_000)])
            .Should().Be(BeamFileCodes.LimitExceeded);

        static byte[] Compression(byte[] data) => Mochi.BeamFile.Compression.Zlib.Compress(data);
        static string Code(byte[] data)
        {
            var decoding = () => ExternalTermFormat.Decode(data);
            return decoding.Should().Throw<DiagnosticException>().Which.Diagnostic.Code;
        }
    }

    private static void Probe(byte[] file)
    {
        var result = BeamModuleReader.Read(file, Options());
        if (result.Module is null)
        {
            result.Diagnostics.Should().NotBeEmpty();
            return;
        }

        try
        {
            BeamModuleWriter.Write(result.Module);
        }
        catch (DiagnosticException exception)
        {
            exception.Diagnostic.Code.Should().StartWith("BF");
        }
    }

    private static BeamReaderOptions Options() => new() { FileName = "damaged.beam", Limits = Tight };
}
