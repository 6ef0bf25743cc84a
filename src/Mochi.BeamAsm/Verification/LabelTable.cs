using System.Runtime.InteropServices;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <summary>The labels of a module: which function and which block of it each begins.</summary>
internal sealed class LabelTable
{
    private const int Room = 64;

    // Labels are given in order; what is far beyond the number of instructions is kept apart.
    private (int Function, int Block)[] _places;
    private readonly int _limit = 1;
    private readonly Dictionary<int, (int Function, int Block)> _others = [];
    private readonly List<int> _starts = [];

    // The labels that functions call or make funs of, function by function, and where those of each function end.
    private readonly List<int> _calls = [];
    private readonly List<int> _callEnds = [];

    public LabelTable(BeamModule module)
    {
        foreach (var function in module.Functions)
        {
            _limit += function.Instructions.Length;
        }

        _places = new (int, int)[Math.Min(_limit, Room)];
    }

    /// <summary>Takes up the labels of a function.</summary>
    /// <param name="code">The function.</param>
    /// <param name="function">Its number.</param>
    /// <param name="hasOnLoad">Whether the loader calls it.</param>
    /// <returns>
    /// Where its blocks begin: every label begins one, and every call to which control comes back, so that only what follows is gone through
    /// again when more is known of what it gives.
    /// </returns>
    public int[] Add(CodeFunction code, int function, out bool hasOnLoad)
    {
        hasOnLoad = false;
        _starts.Clear();
        var instructions = code.Instructions;
        for (var position = 0; position < instructions.Length; position++)
        {
            var instruction = instructions[position];
            if (instruction is { Opcode: Opcode.Label, Operands: [UnsignedOperand { Value: <= int.MaxValue } label] })
            {
                Add((int)label.Value, function);
                _starts.Add(position);
            }
            else if (Target(instruction) is > 0 and var target)
            {
                _calls.Add(target);
                if (instruction.Opcode == Opcode.Call)
                {
                    _starts.Add(position);
                }
            }

            hasOnLoad |= instruction.Opcode == Opcode.OnLoad;
        }

        _callEnds.Add(_calls.Count);

        return [.. _starts];
    }

    /// <summary>Whether some function has this label.</summary>
    public bool Contains(int label) => Place(label).Function > 0;

    /// <summary>The function that has a label; negative for none.</summary>
    public int FunctionOf(int label) => Place(label).Function - 1;

    /// <summary>The labels that a function calls or makes funs of, in the order of the code.</summary>
    public ReadOnlySpan<int> CallsOf(int function)
    {
        var start = function == 0 ? 0 : _callEnds[function - 1];
        return CollectionsMarshal.AsSpan(_calls)[start.._callEnds[function]];
    }

    /// <summary>Finds the block that a label of a function begins.</summary>
    public bool TryFind(int label, int function, out int block)
    {
        (var owner, block) = Place(label);
        return owner == function + 1;
    }

    private static int Target(Instruction instruction) => instruction switch
    {
        { Opcode: Opcode.Call or Opcode.CallLast or Opcode.CallOnly, Operands: [_, LabelOperand target, ..] } => target.Label,
        { Opcode: Opcode.MakeFun3, Operands: [LambdaOperand lambda, ..] } => lambda.Label,
        _ => 0,
    };

    private void Add(int label, int function)
    {
        // The first of several; functions are counted from 1.
        if (Contains(label))
        {
            return;
        }

        if (label >= _places.Length && label < _limit)
        {
            Array.Resize(ref _places, Math.Min(_limit, 2 * label));
        }

        if (label < _places.Length)
        {
            _places[label] = (function + 1, _starts.Count);
        }
        else
        {
            _others.Add(label, (function + 1, _starts.Count));
        }
    }

    private (int Function, int Block) Place(int label) =>
        (uint)label < (uint)_places.Length ? _places[label] : _others.GetValueOrDefault(label);
}
