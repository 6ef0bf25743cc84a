using System.Runtime.InteropServices;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <summary>The labels of a module: which function and which block of it each begins.</summary>
internal sealed class LabelTable
{
    private const int Room = 64;

    // Labels are given in order; what is far beyond the number of instructions is kept apart.
    private (int Function, int Block)[] _places = new (int, int)[Room];
    private int _limit;
    private int _usedPlaces;
    private readonly Dictionary<int, (int Function, int Block)> _others = [];
    private readonly List<int> _starts = [];
    private int _firstStart;

    // The labels that functions call or make funs of, function by function, and where those of each function end.
    private readonly List<int> _calls = [];
    private readonly List<int> _callEnds = [];

    /// <summary>Forgets everything; the labels of a module come next.</summary>
    public void Begin(BeamModule module)
    {
        Array.Clear(_places, 0, _usedPlaces);
        _usedPlaces = 0;
        _others.Clear();
        _starts.Clear();
        _calls.Clear();
        _callEnds.Clear();
        _limit = 1;
        foreach (var function in module.Functions)
        {
            _limit += function.Instructions.Length;
        }
    }

    /// <summary>Takes up the labels of a function.</summary>
    /// <param name="code">The function.</param>
    /// <param name="function">Its number.</param>
    /// <param name="hasOnLoad">Whether the loader calls it.</param>
    /// <returns>
    /// Where the starts of its blocks are, and how many: every label begins one, and every call to which control comes back, so that only what
    /// follows is gone through again when more is known of what it gives.
    /// </returns>
    public (int First, int Count) Add(CodeFunction code, int function, out bool hasOnLoad)
    {
        hasOnLoad = false;
        _firstStart = _starts.Count;
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
        return (_firstStart, _starts.Count - _firstStart);
    }

    /// <summary>How many blocks there are.</summary>
    public int BlockCount => _starts.Count;

    /// <summary>The instruction of its function that a block begins with.</summary>
    public int StartOf(int block) => _starts[block];

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
            Array.Resize(ref _places, 2 * label);
        }

        if (label < _places.Length)
        {
            _places[label] = (function + 1, _starts.Count - _firstStart);
            _usedPlaces = Math.Max(_usedPlaces, label + 1);
        }
        else
        {
            _others.Add(label, (function + 1, _starts.Count - _firstStart));
        }
    }

    private (int Function, int Block) Place(int label) =>
        (uint)label < (uint)_places.Length ? _places[label] : _others.GetValueOrDefault(label);
}
