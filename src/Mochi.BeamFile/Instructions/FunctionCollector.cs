using System.Buffers;
using System.Collections.Immutable;
using Mochi.BeamFile.Container;

namespace Mochi.BeamFile.Instructions;

/// <summary>
/// Divides instructions into functions while they are read. A function begins with the label before its
/// <c>func_info</c>; only places in the source stand between them. What precedes the first function belongs to it.
/// </summary>
internal ref struct FunctionCollector
{
    private readonly ImmutableArray<CodeFunction>.Builder _functions;
    private Instruction[] _pending;
    private int _count;
    private int _head;

    /// <summary>Makes an empty one; its buffer is shared, so it must be disposed of.</summary>
    public FunctionCollector(int expectedFunctions)
    {
        _functions = ImmutableArray.CreateBuilder<CodeFunction>(expectedFunctions);
        _pending = ArrayPool<Instruction>.Shared.Rent(1024);
        _head = -1;
    }

    /// <summary>How many instructions there were.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an instruction.</summary>
    public void Add(Instruction instruction)
    {
        if (_count == _pending.Length)
        {
            Grow();
        }

        _pending[_count] = instruction;
        _count++;
        Count++;
        if (instruction.Opcode == Opcode.FuncInfo)
        {
            if (_head >= 0)
            {
                Complete(Start(_count - 1, _head + 1));
            }

            _head = _count - 1;
        }
    }

    /// <summary>Ends the last function.</summary>
    /// <returns>The functions, and the instructions of code without any.</returns>
    public (ImmutableArray<CodeFunction> Functions, ImmutableArray<Instruction> Loose) Finish()
    {
        if (_head >= 0)
        {
            Complete(_count);
        }

        return (_functions.DrainToImmutable(), [.. _pending.AsSpan(0, _count)]);
    }

    /// <summary>Gives the buffer back.</summary>
    public readonly void Dispose() => ArrayPool<Instruction>.Shared.Return(_pending, clearArray: true);

    private readonly int Start(int head, int lowest)
    {
        var start = head;
        while (start > lowest && _pending[start - 1].Opcode is Opcode.Line or Opcode.ExecutableLine or Opcode.DebugLine)
        {
            start--;
        }

        return start > lowest && _pending[start - 1].Opcode == Opcode.Label ? start - 1 : head;
    }

    private void Complete(int end)
    {
        var operands = _pending[_head].Operands;
        var name = operands[1] is AtomOperand atom ? atom.Name : string.Empty;
        var arity = operands[2] is UnsignedOperand { Value: <= 255 } number ? (int)number.Value : 0;
        var entry = _head + 1 < end && _pending[_head + 1] is { Opcode: Opcode.Label } label
            && label.Operands[0] is UnsignedOperand { Value: <= int.MaxValue } target
            ? (int)target.Value : 0;
        _functions.Add(new CodeFunction(name, arity, entry, [.. _pending.AsSpan(0, end)]));
        _pending.AsSpan(end, _count - end).CopyTo(_pending);
        _count -= end;
    }

    private void Grow()
    {
        var larger = ArrayPool<Instruction>.Shared.Rent(_pending.Length * 2);
        _pending.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<Instruction>.Shared.Return(_pending, clearArray: true);
        _pending = larger;
    }
}
