using FluentAssertions;
using Mochi.BeamAsm.Disassembly;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Tests.Disassembly;

[TestClass]
public class InstructionTextTests
{
    private static readonly InstructionText Text = new(new Dictionary<int, string> { [4] = "main/1" });

    public static IEnumerable<object[]> Samples()
    {
        yield return [Make(Opcode.Return), "return"];
        yield return [Make(Opcode.Call, Count(1), new LabelOperand(4)), "call                main/1"];
        yield return
        [
            Make(Opcode.FuncInfo, new AtomOperand("m"), new AtomOperand("Main"), Count(1)),
            "func_info           m:'Main'/1",
        ];
        yield return
        [
            Make(Opcode.GcBif2, LabelOperand.None, Count(2), new ImportOperand("erlang", "+", 2),
                Register.X(0).WithType(BeamType.IntegerRange(0, 9)), new IntegerOperand(1), Register.Y(3)),
            "gc_bif2             live=2, erlang:'+'/2, x0:integer(0..9), 1 -> y3",
        ];
        yield return
        [
            Make(Opcode.IsTaggedTuple, new LabelOperand(7), Register.X(0), Count(3), new AtomOperand("point")),
            "is_tagged_tuple     x0, arity=3, point else L7",
        ];
        yield return
        [
            Make(Opcode.SelectVal, Register.X(0), new LabelOperand(9), List(
                new IntegerOperand(1), new LabelOperand(5), new IntegerOperand(2), new LabelOperand(6))),
            "select_val          x0, [1: L5, 2: L6] else L9",
        ];
        yield return
        [
            Make(Opcode.TestHeap, new AllocationOperand(3, 1, 2), Count(0)),
            "test_heap           need=3+1 floats+2 funs, live=0",
        ];
        yield return
        [
            Make(Opcode.Move, new LiteralOperand(Term.String("hi")), Register.X(1)),
            "move                <<\"hi\">> -> x1",
        ];
        yield return [Make(Opcode.RecvMarkerReserve, Register.X(0)), "recv_marker_reserve -> x0"];
    }

    [TestMethod]
    [DynamicData(nameof(Samples))]
    public void An_instruction_is_one_line(Instruction instruction, string expected) =>
        Text.Format(instruction).Should().Be(expected);

    private static Instruction Make(Opcode opcode, params Operand[] operands) => new(opcode, [.. operands]);

    private static UnsignedOperand Count(int value) => UnsignedOperand.Of(value);

    private static ListOperand List(params Operand[] items) => new([.. items]);
}
