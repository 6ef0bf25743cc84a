using System.Collections.Immutable;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Container;

/// <summary>Divides the instructions of a module into functions.</summary>
internal static class FunctionSplitter
{
    /// <summary>
    /// A function begins with the label before its <c>func_info</c>; only places in the source stand between them. What
    /// precedes the first function belongs to it.
    /// </summary>
    public static ImmutableArray<CodeFunction> Split(ImmutableArray<Instruction> instructions)
    {
        var functions = ImmutableArray.CreateBuilder<CodeFunction>();
        var start = 0;
        var head = -1;
        for (var index = 0; index < instructions.Length; index++)
        {
            if (instructions[index].Opcode != Opcode.FuncInfo)
            {
                continue;
            }

            if (head >= 0)
            {
                var next = Start(instructions, index, head + 1);
                functions.Add(Function(instructions, start, head, next));
                start = next;
            }

            head = index;
        }

        if (head >= 0)
        {
            functions.Add(Function(instructions, start, head, instructions.Length));
        }

        return functions.ToImmutable();
    }

    private static int Start(ImmutableArray<Instruction> instructions, int head, int lowest)
    {
        var start = head;
        while (start > lowest
            && instructions[start - 1].Opcode is Opcode.Line or Opcode.ExecutableLine or Opcode.DebugLine)
        {
            start--;
        }

        return start > lowest && instructions[start - 1].Opcode == Opcode.Label ? start - 1 : head;
    }

    private static CodeFunction Function(ImmutableArray<Instruction> instructions, int start, int head, int end)
    {
        var operands = instructions[head].Operands;
        var name = operands[1] is AtomOperand atom ? atom.Name : string.Empty;
        var arity = operands[2] is UnsignedOperand { Value: <= 255 } number ? (int)number.Value : 0;
        var entry = head + 1 < end && instructions[head + 1] is { Opcode: Opcode.Label } label
            && label.Operands[0] is UnsignedOperand { Value: <= int.MaxValue } target
            ? (int)target.Value : 0;
        return new CodeFunction(name, arity, entry, instructions[start..end]);
    }
}
