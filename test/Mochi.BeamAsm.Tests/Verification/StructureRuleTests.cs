using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FluentAssertions;
using Mochi.BeamAsm.Verification;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Tests.Verification;

/// <summary>Rules about the structure of files that assembly text cannot break: modules and bytes made by hand.</summary>
[TestClass]
public sealed class StructureRuleTests
{
    private static readonly XRegister X0 = Register.X(0);

    [TestMethod]
    public void A_label_twice()
    {
        var result = Verify(Module(Instruction.Return(), Label(3), Instruction.Return(), Label(3), Instruction.Return()));
        Said(result).Should().Equal("BV004 label 3 is there twice");
        result.Findings[0].InstructionIndex.Should().Be(6);
    }

    [TestMethod]
    public void A_label_twice_in_two_functions()
    {
        var module = Module(Instruction.Return(), Label(3), Instruction.Return());
        var other = Function("g", 5, Instruction.Return(), Label(3), Instruction.Return());
        Said(Verify(module with { Functions = module.Functions.Add(other) })).Should().Equal("BV004 label 3 is there twice");
    }

    [TestMethod]
    public void A_place_outside_the_line_table()
    {
        var file = BeamModuleWriter.Write(Module(Instruction.Line(new LocationOperand("sample.erl", 4)), Instruction.Return()));

        // No items, but the instruction names the first.
        var damaged = Change(file, ChunkId.Lines, chunk => Number(chunk[..20], 12, 0));
        Said(Verify(Read(damaged))).Should().Equal("BV019 place 1 is not in the line table");
        Said(Verify(Read(Without(file, ChunkId.Lines)))).Should().BeEmpty("loaders do not look at places without a table");
    }

    [TestMethod]
    [DynamicData(nameof(Identifiers))]
    public void A_literal_of_one_node(Term term) =>
        Said(Verify(Module(Instruction.Move(new LiteralOperand(term), X0), Instruction.Return())))
            .Should().ContainSingle().Which.Should().StartWith("BV095 the literal ").And.EndWith(" means something only in the node that made it");

    public static IEnumerable<object[]> Identifiers() =>
    [
        [Decode([88, .. Node, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0])],
        [Decode([89, .. Node, 0, 0, 0, 5, 0, 0, 0, 0])],
        [Decode([90, 0, 3, .. Node, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 6, 0, 0, 0, 7])],
    ];

    [TestMethod]
    public void The_string_table_cut_off()
    {
        var file = BeamModuleWriter.Write(Module(
            Instruction.BsCreateBin(LabelOperand.None, AllocationOperand.OfWords(0), 1, 8, X0, [BinarySegment.Text([.. "abcdefgh"u8])]),
            Instruction.Return()));
        Said(Verify(Read(file))).Should().BeEmpty();
        Said(Verify(Read(Change(file, ChunkId.Strings, chunk => chunk[..7])))).Should().Equal("BV017 the bytes from 0 on are not all in the string table");
        Said(Verify(Read(Without(file, ChunkId.Strings)))).Should().Equal("BV017 the bytes from 0 on are not all in the string table");
    }

    [TestMethod]
    public void The_string_table_cut_off_in_code_that_is_never_reached()
    {
        var file = BeamModuleWriter.Write(Module(
            Instruction.Return(), Label(3), Instruction.BsMatchString(new LabelOperand(1), X0, 16, new StringOperand([.. "ab"u8])), Instruction.Return()));
        Said(Verify(Read(file))).Should().BeEmpty();
        Said(Verify(Read(Change(file, ChunkId.Strings, chunk => chunk[..1])))).Should().Equal("BV017 the bytes from 0 on are not all in the string table");
    }

    [TestMethod]
    [DataRow(ChunkId.Literals)]
    [DataRow(ChunkId.Lambdas)]
    public void A_table_that_is_not_there_is_refused_by_the_reader(string id)
    {
        var lambda = new LambdaOperand("f", 1, 2, 0);
        var file = BeamModuleWriter.Write(Module(
            Instruction.TestHeap(new AllocationOperand(0, 0, 1), 0), Instruction.MakeFun3(lambda, X0, []),
            Instruction.Move(Operand.Constant(Term.String("text")), X0), Instruction.Return()));
        Said(Verify(Read(file))).Should().BeEmpty();
        BeamModuleReader.Read(Without(file, id)).Diagnostics.Should().ContainSingle(diagnostic => diagnostic.Code == BeamFileCodes.BadIndex)
            .Which.Severity.Should().Be(DiagnosticSeverity.Error);
    }

    [TestMethod]
    [DataRow(8, 300u, "BV008 the lambda f/300 is not the function that begins at label 2")]
    [DataRow(12, 99u, "BV008 the lambda f/1 is not the function that begins at label 99")]
    [DataRow(20, 2u, "BV008 0 values are captured; the lambda table says 2")]
    public void An_entry_of_the_lambda_table(int offset, uint value, string expected)
    {
        var file = BeamModuleWriter.Write(Module(
            Instruction.TestHeap(new AllocationOperand(0, 0, 1), 0), Instruction.MakeFun3(new LambdaOperand("f", 1, 2, 0), X0, []), Instruction.Return()));
        Said(Verify(Read(Change(file, ChunkId.Lambdas, chunk => Number(chunk, offset, value))))).Should().Equal(expected);
    }

    [TestMethod]
    [DataRow(12, 1u << 30, "BV012 the header says 1073741824 labels, and the greatest is 2")]
    [DataRow(16, 1u << 30, "BV012 the header says 1073741824 functions, and there are 1")]
    public void A_count_that_takes_all_memory(int offset, uint value, string expected)
    {
        var file = BeamModuleWriter.Write(Module(Instruction.Return()));
        Said(Verify(Read(Change(file, ChunkId.Code, chunk => Number(chunk, offset, value))))).Should().Equal(expected);
    }

    [TestMethod]
    public void Operands_of_other_kinds_do_not_stop_the_verifier()
    {
        foreach (var definition in OpcodeTable.All)
        {
            foreach (var odd in (Operand[])[X0, new AtomOperand("a"), UnsignedOperand.Of(3), new ListOperand([]), LabelOperand.None, new FloatRegister(0),
                new IntegerOperand(BigInteger.One << 70), AllocationOperand.OfWords(4000), new LambdaOperand("f", 1, 2, 3), LocationOperand.None,
                new ImportOperand("m", "f", 3), NilOperand.Instance, new StringOperand([1]), Register.Y(1), new LiteralOperand(Term.Float(1.5))])
            {
                var instruction = new Instruction(definition.Opcode, [.. Enumerable.Repeat(odd, definition.Operands.Length)]);
                FluentActions.Invoking(() => Verify(Module(instruction, Instruction.Return()))).Should().NotThrow($"of {instruction}");
                FluentActions.Invoking(() => Verify(Module(Instruction.Return(), Label(3), instruction, Instruction.Return())))
                    .Should().NotThrow($"of {instruction}");
            }
        }
    }

    [TestMethod]
    public void Lists_of_other_kinds_do_not_stop_the_verifier()
    {
        foreach (var definition in OpcodeTable.All)
        {
            var slots = definition.Operands;
            if (slots.IsEmpty || slots[^1].Kind is not (OperandSlotKind.List or OperandSlotKind.MatchCommands))
            {
                continue;
            }

            foreach (var odd in (Operand[])[X0, new AtomOperand("integer"), UnsignedOperand.Of(ulong.MaxValue), LabelOperand.None, new StringOperand([1]),
                new LiteralOperand(Term.Float(1.5)), new LabelOperand(2)])
            {
                for (var count = 0; count < 8; count++)
                {
                    var list = new ListOperand([.. Enumerable.Repeat(odd, count)]);
                    var operands = slots.Select(slot => Ordinary(slot.Kind)).SkipLast(1).Append(list).ToImmutableArray();
                    var instruction = new Instruction(definition.Opcode, operands);
                    FluentActions.Invoking(() => Verify(Module(instruction, Instruction.Return()))).Should().NotThrow($"of {instruction}");
                }
            }
        }
    }

    private static readonly byte[] Node = [119, 13, .. "nonode@nohost"u8];

    private static Operand Ordinary(OperandSlotKind kind) => kind switch
    {
        OperandSlotKind.Label or OperandSlotKind.MatchStart => new LabelOperand(1),
        OperandSlotKind.OptionalLabel => LabelOperand.None,
        OperandSlotKind.Unsigned => UnsignedOperand.Of(1),
        OperandSlotKind.Atom => new AtomOperand("copy"),
        OperandSlotKind.HeapNeed => AllocationOperand.OfWords(0),
        OperandSlotKind.Lambda => new LambdaOperand("f", 1, 2, 0),
        _ => X0,
    };

    private static Term Decode(byte[] data) => ExternalTermFormat.Decode(new byte[] { 131 }.Concat(data).ToArray());

    private static Instruction Label(int number) => Instruction.Label(new LabelOperand(number));

    private static BeamModule Module(params ImmutableArray<Instruction> body) =>
        new("sample", [Function("f", 2, body)], [new FunctionEntry("f", 1, 2)]);

    private static CodeFunction Function(string name, int entry, params ImmutableArray<Instruction> body) =>
        new(name, 1, entry, [Label(entry - 1), Instruction.FuncInfo("sample", name, 1), Label(entry), .. body]);

    private static VerificationResult Verify(BeamModule module) => ModuleVerifier.Verify(module);

    private static IEnumerable<string> Said(VerificationResult result) =>
        result.Findings.Where(finding => finding.Severity == DiagnosticSeverity.Error).Select(finding => $"{finding.Rule.Code} {finding.Message}");

    private static BeamModule Read(byte[] file) => BeamModuleReader.Read(file).Module!;

    private static byte[] Number(byte[] chunk, int offset, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(offset), value);
        return chunk;
    }

    private static byte[] Without(byte[] file, string id) => Change(file, id, _ => null);

    private static byte[] Change(byte[] file, string id, Func<byte[], byte[]?> change)
    {
        var output = new List<byte>(file[..12]);
        foreach (var chunk in BeamContainer.Read(file).Chunks)
        {
            if ((chunk.Id == id ? change(chunk.Data.ToArray()) : chunk.Data.ToArray()) is not { } data)
            {
                continue;
            }

            output.AddRange(Encoding.ASCII.GetBytes(chunk.Id));
            output.AddRange(Number(new byte[4], 0, (uint)data.Length));
            output.AddRange(data);
            output.AddRange(new byte[-data.Length & 3]);
        }

        return Number([.. output], 4, (uint)output.Count - 8);
    }
}
