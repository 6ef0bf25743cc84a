using System.Buffers.Binary;
using FluentAssertions;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Tests.Container;

/// <summary>Files that are right but not as compilers write them come out as they went in, or with a warning.</summary>
[TestClass]
public sealed class UnusualFilesTests
{
    private static readonly byte[] Usual = BeamModuleWriter.Write(SampleModules.Everything());

    [TestMethod]
    [DataRow(OtpRelease.Otp25)]
    [DataRow(OtpRelease.Otp26)]
    [DataRow(OtpRelease.Otp27)]
    [DataRow(OtpRelease.Otp28)]
    [DataRow(OtpRelease.Otp29)]
    public void EveryForm_ComesOutAsItWentIn(OtpRelease release)
    {
        var file = BeamModuleWriter.Write(SampleModules.Everything(), new BeamWriterOptions { Release = release });
        var read = BeamModuleReader.Read(file);
        read.Diagnostics.Should().BeEmpty();
        read.Require().Format.Should().Be(BeamFormat.Of(release));
        read.Require().Deviations.Should().BeNull();
        read.Require().Functions.Should().Equal(SampleModules.Everything().Functions);
        Mochi.BeamFile.Container.RoundTrip.Check(file).IsIdentical.Should().BeTrue();
    }

    [TestMethod]
    public void ACompressedFile_ComesOutCompressed()
    {
        var file = BeamModuleWriter.Write(SampleModules.Everything() with { IsCompressed = true });
        file.Should().StartWith(new byte[] { 0x1F, 0x8B });
        Mochi.BeamFile.Container.RoundTrip.Check(file).IsIdentical.Should().BeTrue();
    }

    /// <summary>What the program gzip writes before the data: flags, a time, and the file's name.</summary>
    [TestMethod]
    public void TheHeaderOfACompressedFile_IsKept()
    {
        var usual = BeamModuleWriter.Write(SampleModules.Everything() with { IsCompressed = true });
        byte[] file = [0x1F, 0x8B, 8, 8 + 16 + 4, 1, 2, 3, 4, 0, 3, 2, 0, 9, 9, .. "a.beam\0why\0"u8, .. usual.AsSpan(10)];
        Mochi.BeamFile.Container.RoundTrip.Check(file).IsIdentical.Should().BeTrue();
        BeamModuleReader.Read(file).Require().Deviations!.GzipHeader.Should().HaveCount(14 + 7 + 4);
    }

    [TestMethod]
    [DataRow("Attr", "83 6C 00 00 00 01 62 00 00 00 01 6A", BeamFileCodes.NotCanonical)]
    [DataRow("CInf", "83 6A 00", BeamFileCodes.NotCanonical)]
    [DataRow("Meta", "83 64 00 01 61", BeamFileCodes.NotCanonical)]
    public void TermsThatAreNotWrittenAsCompilersDo_AreKept(string id, string hex, string code)
    {
        var data = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        ShouldSurvive(File(Chunks().Select(chunk => chunk.Id == id ? new RawChunk(id, data) : chunk)), code);
    }

    [TestMethod]
    public void AStrippedFile_KeepsItsChunksAndTheirOrder()
    {
        var stripped = File(
            Chunks().Where(chunk => chunk.Id is not ("LocT" or "Attr" or "CInf")).OrderByDescending(chunk => chunk.Id));
        ShouldSurvive(stripped).Attributes.Should().BeNull();
    }

    [TestMethod]
    public void WithoutLineTable_PlacesKeepTheirNumbers()
    {
        var slim = File(Chunks().Where(chunk => chunk.Id != "Line"));
        ShouldSurvive(slim).Functions[1].Instructions
            .Should().Contain(new Instruction(Opcode.Line, [UnsignedOperand.Of(1)]));
    }

    [TestMethod]
    public void WithoutTypeTable_TypesKeepTheirNumbers() =>
        ShouldSurvive(File(Chunks().Where(chunk => chunk.Id != "Type")));

    [TestMethod]
    public void ATypeTableOfUnknownVersion_IsKept() =>
        ShouldSurvive(File(Changed("Type", data => BinaryPrimitives.WriteInt32BigEndian(data, 77))),
            BeamFileCodes.UnknownVersion);

    [TestMethod]
    public void ALineTableOfUnknownVersion_IsKept() =>
        ShouldSurvive(
            File(Changed("Line", data => BinaryPrimitives.WriteInt32BigEndian(data, 9))), BeamFileCodes.UnknownVersion);

    [TestMethod]
    public void AttributesThatAreNoTerm_AreKept() =>
        ShouldSurvive(File(Changed("Attr", data => data[0] = 130)), BeamFileCodes.BadTerm);

    [TestMethod]
    public void UnknownChunks_AreKept()
    {
        var file = File(Chunks().Append(new RawChunk("Zz\u00E9!", new byte[] { 1, 2, 3 })));
        ShouldSurvive(file).ExtraChunk("Zz\u00E9!").Should().NotBeNull();
    }

    /// <summary>
    /// What follows an unknown instruction cannot be read, but the tables that it may refer to stay as they are.
    /// </summary>
    [TestMethod]
    public void AnUnknownInstruction_LeavesTheRestAsItIs()
    {
        var file = File(Changed("Code", data => data[^2] = 250));
        var module = ShouldSurvive(file, BeamFileCodes.UnknownOpcode);
        module.Deviations!.CodeTail.Should().Equal(250, 3);
        module.Deviations.Tables!.Atoms.Should().HaveCount(12);
        BeamModuleReader.Read(file).Diagnostics.Should().ContainSingle().Which.Hint.Should().Contain("after 29");
    }

    [TestMethod]
    public void BytesAfterTheCode_AreKept()
    {
        var code = Chunks().Single(chunk => chunk.Id == "Code").Data;
        byte[] longer = [.. code.Span, 9, 9];
        var file = File(Chunks().Select(chunk => chunk.Id == "Code" ? new RawChunk("Code", longer) : chunk));
        ShouldSurvive(file, BeamFileCodes.StrayBytes);
    }

    [TestMethod]
    public void HeaderNumbersThatAreLargerThanNeeded_AreKept() =>
        ShouldSurvive(File(Changed("Code", data =>
        {
            BinaryPrimitives.WriteInt32BigEndian(data[8..], 191);
            BinaryPrimitives.WriteInt32BigEndian(data[12..], 99);
        }))).Deviations!.LabelCount.Should().Be(99);

    [TestMethod]
    public void TheLastOfTwoChunks_Counts()
    {
        var file = File(Chunks().Prepend(new RawChunk("Code", new byte[] { 1, 2, 3 })));
        var read = BeamModuleReader.Read(file);
        read.Diagnostics.Should().ContainSingle().Which.Code.Should().Be(BeamFileCodes.DuplicateChunk);
        read.Require().Functions.Should().HaveCount(5);
    }

    [TestMethod]
    public void StrayBytesAndPadding_AreReported()
    {
        BeamModuleReader.Read((byte[])[.. Usual, 1, 2]).Diagnostics.Should().ContainSingle()
            .Which.Code.Should().Be(BeamFileCodes.StrayBytes);
        var padded = (byte[])Usual.Clone();
        padded[12 + 8 + 97] = 1;
        BeamModuleReader.Read(padded).Diagnostics.Should().ContainSingle().Which.Code.Should().Be(
            BeamFileCodes.StrayBytes);
    }

    /// <summary>The version that a compiler generated follows from the rest; one that the source gave stays.</summary>
    [TestMethod]
    public void TheGeneratedVersion_IsNotPartOfTheModule()
    {
        var read = BeamModuleReader.Read(Usual).Require();
        read.GenerateVersion.Should().BeTrue();
        read.Attributes.Should().Be(SampleModules.Everything().Attributes);

        var given = Term.List(Term.Tuple(Term.Atom("vsn"), Term.List(Term.Integer(42))));
        var own = BeamModuleWriter.Write(SampleModules.Everything() with { Attributes = given });
        BeamModuleReader.Read(own).Require().Attributes.Should().Be(given);

        var changed = BeamModuleWriter.Write(read with { Meta = null });
        new BeamChunks(BeamContainer.Read(changed)).Attributes!.ToString()
            .Should().NotBe(new BeamChunks(BeamContainer.Read(Usual)).Attributes!.ToString());
    }

    [TestMethod]
    public void AnAtomThatIsTooLong_CannotBeWritten()
    {
        Writing(new string('a', 256), OtpRelease.Otp29).Should().Throw<DiagnosticException>()
            .Which.Diagnostic.Code.Should().Be(BeamFileCodes.CannotWrite);
        Writing(new string('\u65E5', 100), OtpRelease.Otp27).Should().Throw<DiagnosticException>()
            .Which.Diagnostic.Message.Should().Contain("before OTP 28");
        Writing(new string('\u65E5', 255), OtpRelease.Otp29).Should().NotThrow();

        static Action Writing(string name, OtpRelease release) => () => BeamModuleWriter.Write(
            SampleModules.Everything() with { Exports = [new FunctionEntry(name, 0, 2)] },
            new BeamWriterOptions { Release = release });
    }

    private static BeamModule ShouldSurvive(byte[] file, params string[] warnings)
    {
        var result = Mochi.BeamFile.Container.RoundTrip.Check(file);
        result.Diagnostics.Select(diagnostic => diagnostic.Code).Should().Equal(warnings);
        result.Chunks.Where(chunk => !chunk.IsIdentical).Should().BeEmpty();
        result.IsIdentical.Should().BeTrue();
        return BeamModuleReader.Read(file).Require();
    }

    private static IEnumerable<RawChunk> Chunks() =>
        BeamContainer.Read(Usual).Chunks.Select(chunk => new RawChunk(chunk.Id, chunk.Data));

    private delegate void Change(Span<byte> data);

    private static IEnumerable<RawChunk> Changed(string id, Change change) => Chunks().Select(chunk =>
    {
        var data = chunk.Data.ToArray();
        if (chunk.Id == id)
        {
            change(data);
        }

        return new RawChunk(chunk.Id, data);
    });

    /// <summary>
    /// A file with these chunks; OldUniq and version are set right, so that only what is meant departs.
    /// </summary>
    private static byte[] File(IEnumerable<RawChunk> chunks)
    {
        using var body = new MemoryStream();
        var size = new byte[4];
        foreach (var chunk in chunks)
        {
            body.Write(System.Text.Encoding.Latin1.GetBytes(chunk.Id));
            BinaryPrimitives.WriteInt32BigEndian(size, chunk.Data.Length);
            body.Write(size);
            body.Write(chunk.Data.Span);
            body.Write(new byte[-chunk.Data.Length & 3]);
        }

        var header = "FOR1\0\0\0\0BEAM"u8.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), (int)body.Length + 4);
        byte[] file = [.. header, .. body.ToArray()];
        var container = BeamContainer.Read(file);
        if (container.Find("FunT") is { } lambdas)
        {
            var md5 = new BeamChunks(container).Md5;
            BinaryPrimitives.WriteUInt32BigEndian(
                file.AsSpan(lambdas.DataOffset + 24), BinaryPrimitives.ReadUInt32BigEndian(md5.AsSpan()) >> 5);
        }

        return file;
    }
}
