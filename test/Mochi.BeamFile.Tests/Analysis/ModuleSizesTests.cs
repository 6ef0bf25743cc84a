using FluentAssertions;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Tests.Container;

namespace Mochi.BeamFile.Tests.Analysis;

[TestClass]
public sealed class ModuleSizesTests
{
    [TestMethod]
    [DataRow(OtpRelease.Otp27)]
    [DataRow(OtpRelease.Otp28)]
    public void Parts_AreAllBytesOfTheFile(OtpRelease release)
    {
        var file = BeamModuleWriter.Write(SampleModules.Annotated(), new BeamWriterOptions { Release = release });
        var chunks = new BeamChunks(BeamContainer.Read(file));

        var sizes = ModuleSizes.Measure(chunks);

        sizes.Total.Should().Be(file.Length);
        sizes.Trailing.Should().Be(0);
        (ModuleSizes.FileHeader + sizes.Chunks.Sum(chunk => chunk.Total)).Should().Be(file.Length);
        sizes.MeasureCode().Total.Should().Be(chunks.Container.Find(ChunkId.Code)!.Data.Length);
    }

    [TestMethod]
    public void Functions_TakeWhatLiesBetweenTheirLabels()
    {
        var module = SampleModules.Everything();
        var chunks = new BeamChunks(BeamContainer.Read(BeamModuleWriter.Write(module)));

        var code = ModuleSizes.Measure(chunks).MeasureCode();

        code.Head.Should().Be(20);
        code.End.Should().Be(1, "int_code_end is one byte");
        code.Functions.Select(function => $"{function.Name}/{function.Arity}")
            .Should().Equal(module.Functions.Select(function => function.ToString()));
        code.Functions.Should().OnlyContain(function => function.Size > 10, "func_info and its labels take that much");
    }

    [TestMethod]
    public void Literals_AreTheTableBeforeItIsCompressed()
    {
        var plain = Measure(OtpRelease.Otp28);
        var compressed = Measure(OtpRelease.Otp27);

        plain.Literals.Should().NotBeEmpty().And.Equal(compressed.Literals);
        plain.Total.Should().Be(plain.Stored - 4, "only the word for the size is not in the table");
        compressed.Total.Should().Be(plain.Total);
        compressed.Stored.Should().NotBe(plain.Stored);

        static LiteralSizes Measure(OtpRelease release)
        {
            var file = BeamModuleWriter.Write(SampleModules.Everything(), new BeamWriterOptions { Release = release });
            return ModuleSizes.Measure(new BeamChunks(BeamContainer.Read(file))).MeasureLiterals();
        }
    }

    [TestMethod]
    public void WhatFollowsTheModule_AndMissingPadding_AreCounted()
    {
        var file = BeamModuleWriter.Write(SampleModules.Everything());
        var longer = ModuleSizes.Measure(new BeamChunks(BeamContainer.Read((byte[])[.. file, 1, 2, 3])));
        longer.Trailing.Should().Be(3);
        longer.Total.Should().Be(file.Length + 3);

        // A last chunk of one byte, without the three that should follow it.
        byte[] shorter = [.. file, (byte)'O', (byte)'d', (byte)'d', (byte)' ', 0, 0, 0, 1, 7];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(shorter.AsSpan(4), shorter.Length - 8);
        var sizes = ModuleSizes.Measure(new BeamChunks(BeamContainer.Read(shorter)));
        sizes.Chunks[^1].Should().Be(new ChunkSize("Odd ", 1, 0));
        (ModuleSizes.FileHeader + sizes.Chunks.Sum(chunk => chunk.Total)).Should().Be(shorter.Length);
    }
}
