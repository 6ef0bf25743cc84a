using FluentAssertions;
using Mochi.BeamFile.Compatibility;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Tests.Container;

namespace Mochi.BeamFile.Tests.Compatibility;

[TestClass]
public sealed class ModuleCompatibilityTests
{
    [TestMethod]
    [DataRow(OtpRelease.Otp25, 25, null)]
    [DataRow(OtpRelease.Otp26, 25, null)]
    [DataRow(OtpRelease.Otp27, 25, null)]
    [DataRow(OtpRelease.Otp28, 28, "an atom table with long lengths (AtU8, offset 0)")]
    [DataRow(OtpRelease.Otp29, 28, "an atom table with long lengths (AtU8, offset 0)")]
    public void TheFormOfAFile_DecidesBeforeItsCode(OtpRelease release, int lowest, string? reason)
    {
        var found = Of(SampleModules.Everything() with { Format = BeamFormat.Of(release) });
        found.LowestOtp.Should().Be(lowest);
        (found.LowestReason?.ToString()).Should().Be(reason);
        found.HighestOtp.Should().BeNull();
        found.IsLoadedBy(29).Should().BeTrue();
    }

    [TestMethod]
    public void TheFirstReasonForTheReleaseIsGiven_WithItsPlace()
    {
        var module = SampleModules.Everything();
        var function = module.Functions[1];
        var lines = new[] { Instruction.DebugLine("line", LocationOperand.None, 1, 0), Instruction.DebugLine("line", LocationOperand.None, 2, 0) };
        var found = Of(module with
        {
            Functions = module.Functions.SetItem(1, function with
            {
                Instructions =
                [
                    .. function.Instructions.Take(4), Instruction.ExecutableLine(LocationOperand.None, 1), .. lines,
                    .. function.Instructions.Skip(4),
                ],
            }),
            Deviations = new FileDeviations { MaximumOpcode = 180 },
        });
        found.LowestOtp.Should().Be(28);
        found.LowestReason!.Text.Should().Be("instruction debug_line");
        found.LowestReason.Function.Should().Be("add_one/1");
        found.LowestReason.Chunk.Should().Be("Code");
        found.LowestReason.Offset.Should().Be(20 + 15 + 10 + 3);
        found.InstructionCount.Should().Be(34 + 3);
    }

    [TestMethod]
    public void AnInstruction_SaysMoreThanTheHeadOfTheCode()
    {
        var counted = SampleModules.Everything() with { Deviations = new FileDeviations { MaximumOpcode = 183 } };
        Of(counted).LowestReason!.ToString()
            .Should().Be("opcode 183 as the greatest in the head of the code (Code, offset 8)");
        var function = counted.Functions[0];
        var line = Instruction.ExecutableLine(LocationOperand.None, 1);
        var found = Of(counted with
        {
            Functions = counted.Functions.SetItem(0, function with { Instructions = function.Instructions.Insert(4, line) }),
        });
        found.LowestOtp.Should().Be(27);
        found.LowestReason!.ToString().Should().Be("instruction executable_line in literal/0 (Code, offset 30)");
    }

    [TestMethod]
    public void WhatNoReleaseKnows_NeedsALaterOne()
    {
        var found = Of(SampleModules.Everything() with { Deviations = new FileDeviations { MaximumOpcode = 192 } });
        found.LowestOtp.Should().BeNull();
        found.LowestReason!.Otp.Should().BeNull();
        found.IsLoadedBy(29).Should().BeFalse();
    }

    [TestMethod]
    public void WhatLoadersDoNotLoadAnyMore_BoundsFromAbove()
    {
        var module = SampleModules.Everything();
        var old = new Instruction(Opcode.BsAdd, [LabelOperand.None, Register.X(0), Register.X(0), UnsignedOperand.Of(1), Register.X(0)]);
        var first = module.Functions[0];
        var found = Of(module with
        {
            Functions = module.Functions.SetItem(0, first with { Instructions = first.Instructions.Insert(4, old) }),
        });
        (found.LowestOtp, found.HighestOtp).Should().Be((25, 27));
        found.HighestReason!.ToString().Should().Be("instruction bs_add in literal/0 (Code, offset 30)");
        (found.IsLoadedBy(27), found.IsLoadedBy(28)).Should().Be((true, false));
    }

    [TestMethod]
    public void DamagedCode_IsADiagnostic()
    {
        var file = BeamModuleWriter.Write(SampleModules.Everything());
        var container = BeamContainer.Read(file);
        file.AsSpan(container.Find("Code")!.DataOffset + 20, 8).Fill(0xFF);
        var find = () => ModuleCompatibility.Of(new BeamChunks(BeamContainer.Read(file)));
        find.Should().NotThrow("an unknown instruction is not damage").Which.LowestOtp.Should().BeNull();
        new byte[] { 0x40, 0x47, 0xF0, 0x03 }.CopyTo(file, container.Find("Code")!.DataOffset + 20);
        find.Should().Throw<DiagnosticException>();
    }

    private static ModuleCompatibility Of(BeamModule module) =>
        ModuleCompatibility.Of(new BeamChunks(BeamContainer.Read(BeamModuleWriter.Write(module))));
}
