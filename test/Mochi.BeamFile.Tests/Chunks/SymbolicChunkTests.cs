using System.Buffers.Binary;
using FluentAssertions;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.DebugVariables;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Records;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Tests.Container;

namespace Mochi.BeamFile.Tests.Chunks;

/// <summary>Native records and debug variables: chunks that name atoms and literals by their numbers.</summary>
[TestClass]
public sealed class SymbolicChunkTests
{
    private static readonly BeamWriterOptions Newest = new() { Release = OtpRelease.Otp29 };

    [TestMethod]
    public void RecordsAndDebugPoints_ComeBackAsTheyWere()
    {
        var file = BeamModuleWriter.Write(SampleModules.Annotated(), Newest);
        var read = BeamModuleReader.Read(file);
        read.Diagnostics.Should().BeEmpty();
        var module = read.Require();
        module.Deviations.Should().BeNull();
        module.Records.Should().Equal(SampleModules.Annotated().Records);
        module.DebugPoints.Should().Equal(SampleModules.Annotated().DebugPoints);
        module.ExtraChunks.Select(chunk => chunk.Id).Should().Equal("Dbgi", "Docs", "ExCk");
        var result = Mochi.BeamFile.Container.RoundTrip.Check(file);
        result.IsIdentical.Should().BeTrue();
        result.Chunks.Should().NotContain(chunk => chunk.IsKept);
    }

    [TestMethod]
    public void DefaultValues_OfEveryKind_ComeBack()
    {
        Term[] values =
        [
            Term.Atom("ok"), Term.Nil, Term.Integer(-1), Term.Integer(System.Numerics.BigInteger.Pow(2, 130)),
            Term.Integer(System.Numerics.BigInteger.Pow(2, 100)), Term.Float(-0.0), Term.String("x"),
            Term.List(Term.Atom("a")), Term.Map(),
        ];
        var fields = values.Select((value, index) => new RecordField($"f{index}", value));
        var module = SampleModules.Everything() with { Records = [new RecordDefinition("r", false, [.. fields])] };
        BeamModuleReader.Read(BeamModuleWriter.Write(module, Newest)).Require().Records.Should().Equal(module.Records);
    }

    /// <summary>Renumbering atoms must not change what a record is called.</summary>
    [TestMethod]
    public void ChangedCode_LeavesTheNamesOfRecordsAlone()
    {
        var module = BeamModuleReader.Read(BeamModuleWriter.Write(SampleModules.Annotated(), Newest)).Require();
        var shorter = module with { Functions = [.. module.Functions.Take(1)], Exports = [.. module.Exports.Take(1)] };
        var read = BeamModuleReader.Read(BeamModuleWriter.Write(shorter)).Require();
        read.Records.Should().Equal(module.Records);
        read.DebugPoints.Should().Equal(module.DebugPoints);
    }

    [TestMethod]
    [DataRow("Recs", 0, 7, BeamFileCodes.UnknownVersion)]
    [DataRow("Recs", 4, int.MaxValue, BeamFileCodes.BadCount)]
    [DataRow("Recs", 4, 0, BeamFileCodes.StrayBytes)]
    [DataRow("Recs", 4, 2, BeamFileCodes.BadOperand)]
    [DataRow("Recs", 8, 1, BeamFileCodes.BadOperand)]
    [DataRow("DbgB", 0, 9, BeamFileCodes.UnknownVersion)]
    [DataRow("DbgB", 4, -1, BeamFileCodes.BadCount)]
    [DataRow("DbgB", 4, 1, BeamFileCodes.StrayBytes)]
    [DataRow("DbgB", 8, 99, BeamFileCodes.BadOperand)]
    public void AChunkWithAWrongNumber_IsKeptAndSaysWhy(string id, int offset, int value, string code)
    {
        var file = BeamModuleWriter.Write(SampleModules.Annotated(), Newest);
        var chunk = BeamContainer.Read(file).Find(id)!;
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(chunk.DataOffset + offset), value);
        SetOldUnique(file);
        var result = Mochi.BeamFile.Container.RoundTrip.Check(file);
        result.Diagnostics.Should().ContainSingle().Which.Code.Should().Be(code);
        result.Diagnostics[0].Place.Chunk.Should().Be(id);
        result.Diagnostics[0].Place.Offset.Should().BeGreaterThanOrEqualTo(0);
        result.Chunks.Where(comparison => comparison.IsKept).Select(comparison => comparison.Id).Should().Equal(id);
        result.IsIdentical.Should().BeTrue();
    }

    [TestMethod]
    public void AnyByteChanged_EndsInAModuleOrADiagnostic()
    {
        var original = BeamModuleWriter.Write(SampleModules.Annotated(), Newest);
        foreach (var id in new[] { "Recs", "DbgB" })
        {
            var chunk = BeamContainer.Read(original).Find(id)!;
            for (var position = chunk.DataOffset; position < chunk.DataOffset + chunk.Data.Length; position++)
            {
                for (var value = 0; value < 256; value += 3)
                {
                    var file = (byte[])original.Clone();
                    file[position] = (byte)value;
                    SetOldUnique(file);
                    var result = Mochi.BeamFile.Container.RoundTrip.Check(file);
                    result.Diagnostics.Where(diagnostic => diagnostic.Place.Chunk != id).Should().BeEmpty();
                    result.IsIdentical.Should().BeTrue($"byte {position - chunk.DataOffset} of {id} is {value}");
                }
            }
        }
    }

    [TestMethod]
    public void APlaceThatIsNoRegisterOrValue_CannotBeWritten()
    {
        var module = SampleModules.Everything() with
        {
            DebugPoints =
            [
                new DebugPoint(
                    DebugFrameKind.None, 0, [new DebugVariable(Term.String("V"), new FloatRegister(0))], []),
            ],
        };
        var writing = () => BeamModuleWriter.Write(module);
        writing.Should().Throw<DiagnosticException>().Which.Diagnostic.Code.Should().Be(BeamFileCodes.CannotWrite);
    }

    private static void SetOldUnique(byte[] file)
    {
        var container = BeamContainer.Read(file);
        var md5 = new BeamChunks(container).Md5;
        BinaryPrimitives.WriteUInt32BigEndian(
            file.AsSpan(container.Find("FunT")!.DataOffset + 24), BinaryPrimitives.ReadUInt32BigEndian(md5.AsSpan()) >> 5);
        // The version in the attributes is then another's, which is not what is looked at here.
        var attributes = container.Find("Attr")!;
        System.Text.Encoding.ASCII.GetBytes("vsm").CopyTo(file.AsSpan(attributes.DataOffset + 10));
    }
}
