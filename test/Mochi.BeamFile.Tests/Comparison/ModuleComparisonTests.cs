using System.Collections.Immutable;
using FluentAssertions;
using Mochi.BeamFile.Comparison;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Records;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Tests.Container;
using Mochi.BeamFile.Types;

namespace Mochi.BeamFile.Tests.Comparison;

[TestClass]
public sealed class ModuleComparisonTests
{
    private static readonly BeamModule Sample = SampleModules.Everything();

    [TestMethod]
    public void TheSameFile_IsIdentical()
    {
        var comparison = Compare(Sample, Sample);
        comparison.Class.Should().Be(ComparisonClass.Identical);
        comparison.Differences.Should().Be(ModuleDifferences.None);
        comparison.LeftFunctionCount.Should().Be(5);
    }

    [TestMethod]
    public void WhatOnlyToolsRead_IsMetadata()
    {
        var info = Term.List(
            Term.Tuple(Term.Atom("version"), Term.CharList("0.2.0")), Term.Tuple(Term.Atom("source"), Term.CharList("/x.erl")));
        var comparison = Compare(
            Sample with { Meta = null, Locals = [] },
            (Sample with { CompileInfo = info, Attributes = WithVersion("2"), Locals = [] })
                .With(SampleModules.Documentation()).With(SampleModules.DebugInfo()));
        comparison.Class.Should().Be(ComparisonClass.Metadata);
        comparison.Differences.Should().Be(ModuleDifferences.Metadata);
        comparison.CompileInfo.Should().Equal(
            new ValueChange("source", null, Term.CharList("/x.erl")),
            new ValueChange("version", Term.CharList("0.1.0"), Term.CharList("0.2.0")));
        comparison.CompileInfo.Select(change => change.Kind).Should().Equal(ChangeKind.Added, ChangeKind.Changed);
        comparison.Attributes.Select(change => change.Name).Should().Equal("vsn");
        comparison.Chunks.Select(chunk => $"{chunk.Kind} {chunk.Id}")
            .Should().Equal("Changed FunT", "Changed Attr", "Changed CInf", "Added Meta", "Added Docs", "Added Dbgi");
        comparison.IsSame(ModuleDifferences.Metadata).Should().BeTrue();
        comparison.IsSame(ModuleDifferences.Lines).Should().BeFalse();
    }

    [TestMethod]
    public void MovedPlaces_AreLines()
    {
        var moved = Sample with
        {
            Functions = [.. Sample.Functions.Select(function => Map(function, instruction =>
                instruction is { Opcode: Opcode.Line, Operands: [LocationOperand { Line: 7 }] }
                    ? Instruction.Line(new LocationOperand("everything.erl", 11)) : instruction))],
        };
        var comparison = Compare(Sample, moved);
        comparison.Class.Should().Be(ComparisonClass.Lines);
        comparison.Differences.Should().Be(ModuleDifferences.Lines);
        comparison.Functions.Select(change => $"{change.Kind} {change.Name}/{change.Arity}")
            .Should().Equal("Lines add_one/1", "Lines -make_fun/1-fun-0-/2");
        comparison.Functions[0].Difference.Edits.Should().OnlyContain(edit => edit.Kind == EditKind.Keep);
    }

    [TestMethod]
    public void WithoutPlaces_OnlyLinesDiffer()
    {
        var without = Sample with
        {
            Functions = [.. Sample.Functions.Select(function => function with
            {
                Instructions = [.. function.Instructions.Where(instruction => instruction.Opcode != Opcode.Line)],
            })],
        };
        Compare(Sample, without).Differences.Should().Be(ModuleDifferences.Lines);
    }

    [TestMethod]
    public void OtherNumbersForTheSameCode_AreNumbering()
    {
        ShouldBeRenumbered(Sample with { Format = BeamFormat.Otp29 });
        ShouldBeRenumbered(Sample with { IsCompressed = true });
        ShouldBeRenumbered(Sample with
        {
            Functions = [.. Sample.Functions.Skip(1), Sample.Functions[0]],
            Exports = [.. Sample.Exports.Skip(1), Sample.Exports[0]],
        });
        ShouldBeRenumbered(Relabelled(Sample));
        ShouldBeRenumbered(Sample with { Deviations = new FileDeviations { Tables = Seed("other", "atoms") } });
        ShouldBeRenumbered(Sample with { Deviations = new FileDeviations { MaximumOpcode = 183 } });
        ShouldBeRenumbered(Sample with
        {
            Deviations = new FileDeviations
            {
                ChunkOrder = ["Line", "Type", "AtU8", "Code", "StrT", "ImpT", "ExpT", "FunT", "LitT", "Meta", "LocT", "Attr", "CInf"],
            },
        });

        static void ShouldBeRenumbered(BeamModule other)
        {
            var comparison = Compare(Sample, other);
            comparison.Class.Should().Be(ComparisonClass.Renumbered);
            comparison.Differences.Should().Be(ModuleDifferences.Numbering);
            comparison.Functions.Should().BeEmpty();
        }
    }

    [TestMethod]
    public void LinesAndNumbers_AreToldApart()
    {
        var moved = Map(Sample.Functions[1], instruction => instruction.Opcode == Opcode.Line
            ? Instruction.Line(new LocationOperand("everything.erl", 99)) : instruction);
        Compare(Sample, Relabelled(Sample with { Functions = Sample.Functions.SetItem(1, moved) }))
            .Differences.Should().Be(ModuleDifferences.Lines | ModuleDifferences.Numbering);
    }

    [TestMethod]
    public void TypesOfRegisters_AreTheirOwnDifference()
    {
        var retyped = Map(Sample.Functions[1], instruction => instruction.Opcode != Opcode.GcBif2 ? instruction
            : new Instruction(
                Opcode.GcBif2, instruction.Operands.SetItem(3, Register.X(0).WithType(BeamType.IntegerRange(0, 5)))));
        var comparison = Compare(Sample, Sample with { Functions = Sample.Functions.SetItem(1, retyped) });
        comparison.Differences.Should().Be(ModuleDifferences.Types);
        comparison.Class.Should().Be(ComparisonClass.Changed);
        comparison.Functions.Single().Kind.Should().Be(FunctionChangeKind.Types);
        comparison.Functions[0].Difference.RemovedCount.Should().Be(1);
        comparison.Functions[0].Difference.AddedCount.Should().Be(1);
    }

    [TestMethod]
    public void FunctionsExportsAttributesAndRecords_AreNamed()
    {
        var added = Sample.Functions[0] with { Name = "other", EntryLabel = 12 };
        var other = Sample with
        {
            Functions =
            [
                Sample.Functions[0], Relabelled(added, 10), .. Sample.Functions.Skip(1).Where(function => function.Name != "greeting"),
            ],
            Exports = [.. Sample.Exports.Take(3), new FunctionEntry("other", 0, 12)],
            Attributes = Term.List(
                Term.Tuple(Term.Atom("author"), Term.List(Term.Atom("you"))),
                Term.Tuple(Term.Atom("author"), Term.List(Term.Atom("me")))),
            Records = [new RecordDefinition("point", true, [])],
        };
        var comparison = Compare(Sample, other);
        comparison.Class.Should().Be(ComparisonClass.Changed);
        comparison.Functions.Select(change => $"{change.Kind} {change.Name}/{change.Arity}")
            .Should().Equal("Added other/0", "Removed greeting/1");
        comparison.Functions[0].Difference.Edits.Should().OnlyContain(edit => edit.Kind == EditKind.Add);
        comparison.Functions[1].Difference.Edits.Should().OnlyContain(edit => edit.Kind == EditKind.Remove);
        comparison.Exports.Should().Equal(
            new NameChange(ChangeKind.Removed, "greeting/1"), new NameChange(ChangeKind.Added, "other/0"));
        comparison.Attributes.Single().Should().Be(new ValueChange(
            "author", Term.List(Term.Atom("me")), Term.List(Term.Atom("you"), Term.Atom("me"))));
        comparison.Records.Should().Equal(new NameChange(ChangeKind.Added, "point"));
        comparison.Differences.Should().HaveFlag(ModuleDifferences.Attributes);
    }

    [TestMethod]
    public void ARenamedModule_KeepsItsFunctions()
    {
        var renamed = Sample with
        {
            Name = "anything",
            Functions = [.. Sample.Functions.Select(function => Map(function, instruction => instruction.Opcode == Opcode.FuncInfo
                ? Instruction.FuncInfo("anything", function.Name, function.Arity) : instruction))],
        };
        var comparison = Compare(Sample, renamed);
        comparison.Differences.Should().HaveFlag(ModuleDifferences.Code);
        (comparison.LeftName, comparison.RightName).Should().Be(("everything", "anything"));
        comparison.Functions.Should().BeEmpty();
    }

    [TestMethod]
    public void AnUnknownChunk_IsNotTakenForMetadata() =>
        Compare(Sample, Sample.With(new RawChunk("Mine", new byte[] { 1 }))).Differences.Should().Be(ModuleDifferences.Code);

    /// <summary>A block more in front shifts every label, but only what is new is an edit.</summary>
    [TestMethod]
    public void AnInsertedBlock_LeavesTheOtherBranchesAlone()
    {
        var x0 = Register.X(0);
        CodeFunction Function(bool withBlock)
        {
            var shift = withBlock ? 1 : 0;
            ImmutableArray<Instruction> block = withBlock
                ? [Instruction.IsAtom(new LabelOperand(3), x0), Instruction.Return(), Instruction.Label(new LabelOperand(3))] : [];
            return new CodeFunction("run", 1, 2,
            [
                Instruction.Label(new LabelOperand(1)), Instruction.FuncInfo("everything", "run", 1),
                Instruction.Label(new LabelOperand(2)), .. block,
                Instruction.IsInteger(new LabelOperand(3 + shift), x0), Instruction.Move(new IntegerOperand(1), x0),
                Instruction.Return(), Instruction.Label(new LabelOperand(3 + shift)),
                Instruction.IsFloat(new LabelOperand(4 + shift), x0), Instruction.Move(new IntegerOperand(2), x0),
                Instruction.Return(), Instruction.Label(new LabelOperand(4 + shift)),
                Instruction.CallOnly(1, new LabelOperand(2)),
            ]);
        }

        BeamModule Module(bool withBlock) => new("everything", [Function(withBlock)], [new FunctionEntry("run", 1, 2)]);
        var change = Compare(Module(false), Module(true)).Functions.Single();
        change.Kind.Should().Be(FunctionChangeKind.Code);
        change.Difference.RemovedCount.Should().Be(0);
        change.Difference.Edits.Where(edit => edit.Kind == EditKind.Add).Select(edit => edit.Instruction.Opcode)
            .Should().BeEquivalentTo([Opcode.IsAtom, Opcode.Return, Opcode.Label]);
        change.Difference.LabelNames.Values.Should().Equal("run/1");
    }

    [TestMethod]
    public void AnotherBranchTarget_IsAChange()
    {
        var x0 = Register.X(0);
        BeamModule Module(int target) => new("everything",
        [
            new CodeFunction("run", 1, 2,
            [
                Instruction.Label(new LabelOperand(1)), Instruction.FuncInfo("everything", "run", 1),
                Instruction.Label(new LabelOperand(2)), Instruction.IsInteger(new LabelOperand(target), x0),
                Instruction.Label(new LabelOperand(3)), Instruction.Move(new IntegerOperand(1), x0),
                Instruction.Label(new LabelOperand(4)), Instruction.Return(),
            ]),
        ],
        [new FunctionEntry("run", 1, 2)]);
        var change = Compare(Module(3), Module(4)).Functions.Single();
        change.Difference.Edits.Where(edit => edit.Kind != EditKind.Keep).Select(edit => $"{edit.Kind} {edit.Instruction}")
            .Should().Equal("Remove {is_integer,{f,3},{x,0}}", "Add {is_integer,{f,4},{x,0}}");
    }

    private static ModuleComparison Compare(BeamModule left, BeamModule right) =>
        ModuleComparison.Of(Chunks(left), Chunks(right));

    private static BeamChunks Chunks(BeamModule module) => new(BeamContainer.Read(BeamModuleWriter.Write(module)));

    private static Term WithVersion(string version) => Term.List(
        Term.Tuple(Term.Atom("vsn"), Term.List(Term.CharList(version))),
        Term.Tuple(Term.Atom("author"), Term.List(Term.Atom("me"))));

    private static CodeFunction Map(CodeFunction function, Func<Instruction, Instruction> change) =>
        function with { Instructions = [.. function.Instructions.Select(change)] };

    // All labels of the module are two higher; labels need not begin with 1.
    private static BeamModule Relabelled(BeamModule module) => module with
    {
        Functions = [.. module.Functions.Select(function => Relabelled(function with { EntryLabel = function.EntryLabel + 2 }, 2))],
        Exports = [.. module.Exports.Select(entry => entry with { Label = entry.Label + 2 })],
    };

    private static CodeFunction Relabelled(CodeFunction function, int by) => Map(function, instruction => instruction switch
    {
        { Opcode: Opcode.Label, Operands: [UnsignedOperand label] } => Instruction.Label(new LabelOperand((int)label.Value + by)),
        { Opcode: Opcode.FuncInfo } => Instruction.FuncInfo("everything", function.Name, function.Arity),
        _ => new Instruction(instruction.Opcode, [.. instruction.Operands.Select(operand => operand is LambdaOperand lambda
            ? new LambdaOperand(lambda.Function, lambda.Arity, lambda.Label + by, lambda.FreeCount) : operand)]),
    });

    private static TableSeed Seed(params string[] atoms) => new() { Atoms = ["everything", .. atoms] };
}
