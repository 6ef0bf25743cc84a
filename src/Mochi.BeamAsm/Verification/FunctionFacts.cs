using System.Runtime.InteropServices;
using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <summary>What is known of a function: its blocks, what its parameters may be by all its calls, and what it gives.</summary>
internal sealed class FunctionFacts
{
    // What still changes when the function has been followed so often gets types that do not grow any more.
    private const int RoundsBeforeWidening = 5;

    private const int RecentDependents = 4;

    // And after so many times bounds go at once.
    private const int RoundsBeforeDropping = 10;

    private List<Dependent>? _dependents;
    private HashSet<long>? _knownDependents;
    private Landmarks? _landmarks;

    private readonly LabelTable _labels;

    // Where those of its blocks are among the starts of all blocks.
    private readonly int _firstStart;

    public FunctionFacts(CodeFunction code, int index, LabelTable labels)
    {
        Code = code;
        Index = index;
        _labels = labels;
        Parameters = new TermType[code.Arity];
        Array.Fill(Parameters, TermType.None);
        IsHearsay = new bool[code.Arity];
        (_firstStart, BlockCount) = labels.Add(code, index, out var hasOnLoad);
        HasOnLoad = hasOnLoad;
        EntryBlock = TryFindBlock(code.EntryLabel, out var entry) ? entry : 0;
    }

    /// <summary>The same function, of which nothing is known but what its parameters are.</summary>
    public FunctionFacts(FunctionFacts original, ReadOnlySpan<TermType> parameters)
        : this(original, parameters.ToArray(), original.IsHearsay)
    {
    }

    /// <summary>The same function, of which nothing is known.</summary>
    public FunctionFacts(FunctionFacts original)
        : this(original, new TermType[original.Parameters.Length], new bool[original.Parameters.Length]) =>
        Array.Fill(Parameters, TermType.None);

    private FunctionFacts(FunctionFacts original, TermType[] parameters, bool[] isHearsay)
    {
        Code = original.Code;
        Index = original.Index;
        HasOnLoad = original.HasOnLoad;
        IsSound = original.IsSound;
        _labels = original._labels;
        _firstStart = original._firstStart;
        BlockCount = original.BlockCount;
        _landmarks = original._landmarks;
        Parameters = parameters;
        IsHearsay = isHearsay;
        EntryBlock = original.EntryBlock;
    }

    /// <summary>The function.</summary>
    public CodeFunction Code { get; }

    /// <summary>Which function of the module it is.</summary>
    public int Index { get; }

    /// <summary>Whether the loader calls it.</summary>
    public bool HasOnLoad { get; }

    /// <summary>What the parameters may be.</summary>
    public TermType[] Parameters { get; }

    /// <summary>Which parameters only this module gives, so that following single calls may tell more of them.</summary>
    public bool[] IsHearsay { get; }

    /// <summary>The integers that it compares with.</summary>
    public Landmarks Landmarks => _landmarks ??= FindLandmarks();

    /// <summary>What it gives when it returns.</summary>
    public TermType Result { get; private set; } = TermType.None;

    /// <summary>Whether its instructions are right one by one; if not it is not followed, and may give anything.</summary>
    public bool IsSound { get; set; } = true;

    /// <summary>Whether something calls it.</summary>
    public bool IsReached { get; set; }

    /// <summary>The blocks of functions that depend on what it gives.</summary>
    public ReadOnlySpan<Dependent> Dependents => CollectionsMarshal.AsSpan(_dependents);

    /// <summary>A block depends on what it gives.</summary>
    public void AddDependent(FunctionFacts caller, int block)
    {
        // A block calls little and mostly comes to it again at once.
        var known = Dependents;
        for (var index = known.Length - 1; index >= 0 && index >= known.Length - RecentDependents; index--)
        {
            if (known[index].Caller == caller && known[index].Block == block)
            {
                return;
            }
        }

        if (known.Length < RecentDependents || (_knownDependents ??= []).Add(((long)caller.Index << 32) | (uint)block))
        {
            (_dependents ??= []).Add(new Dependent(caller, block));
        }
    }

    /// <summary>Whether it gives more than when it was last followed.</summary>
    public bool HasNewResult { get; set; }

    /// <summary>Whether an exception may leave it.</summary>
    public bool CanRaise { get; private set; }

    /// <summary>How often it has been followed.</summary>
    public int Rounds { get; set; }

    /// <summary>Whether its paths are being followed, further up.</summary>
    public bool IsActive { get; set; }

    /// <summary>What follows its paths.</summary>
    public FunctionVerifier? Verifier { get; set; }

    /// <summary>How many blocks there are: every label begins one, and every call to which control comes back.</summary>
    public int BlockCount { get; }

    /// <summary>The block that calls lead to.</summary>
    public int EntryBlock { get; }

    /// <summary>The instruction that a block begins with.</summary>
    public int BlockStart(int block) => _labels.StartOf(_firstStart + block);

    /// <summary>Finds the block of a label.</summary>
    public bool TryFindBlock(int label, out int block) => _labels.TryFind(label, Index, out block);

    /// <summary>The first instruction of a block besides labels and places in the source.</summary>
    public Instruction? FirstInstruction(int block)
    {
        for (var index = BlockStart(block); index < Code.Instructions.Length; index++)
        {
            if (Code.Instructions[index].Opcode is not (Opcode.Label or Opcode.Line or Opcode.ExecutableLine or Opcode.DebugLine))
            {
                return Code.Instructions[index];
            }
        }

        return null;
    }

    /// <summary>An exception leaves it.</summary>
    public void AddException()
    {
        HasNewResult |= !CanRaise;
        CanRaise = true;
    }

    /// <summary>A path returns a value of this type.</summary>
    public void AddResult(TermType type)
    {
        if (type.IsSubsetOf(Result))
        {
            return;
        }

        var joined = Rounds > RoundsBeforeWidening ? Result.Widen(type, Widening) : Result.Join(type);
        if (!joined.Equals(Result))
        {
            Result = joined;
            HasNewResult = true;
        }
    }

    /// <summary>A call passes an argument of this type.</summary>
    /// <returns>Whether that is more than was known.</returns>
    /// <param name="index">Which argument.</param>
    /// <param name="type">Its type.</param>
    /// <param name="isHearsay">Whether following single calls may tell more of it.</param>
    public bool AddArgument(int index, TermType type, bool isHearsay)
    {
        var isNew = isHearsay && !IsHearsay[index];
        IsHearsay[index] |= isHearsay;
        if (type.IsSubsetOf(Parameters[index]))
        {
            return isNew;
        }

        var joined = Rounds > RoundsBeforeWidening ? Parameters[index].Widen(type, Widening) : Parameters[index].Join(type);
        if (joined.Equals(Parameters[index]))
        {
            return isNew;
        }

        Parameters[index] = joined;
        return true;
    }

    private Landmarks Widening => Rounds > RoundsBeforeDropping ? Landmarks.Zero : Landmarks;

    private Landmarks FindLandmarks()
    {
        var integers = new List<long>();
        foreach (var instruction in Code.Instructions)
        {
            if (instruction.Opcode is not (Opcode.IsLt or Opcode.IsGe or Opcode.IsEqExact or Opcode.IsNeExact or Opcode.IsEq or Opcode.IsNe))
            {
                continue;
            }

            foreach (var operand in instruction.Operands)
            {
                if (operand is IntegerOperand { Value: var value } && value > long.MinValue && value < long.MaxValue)
                {
                    integers.Add((long)value);
                }
            }
        }

        return Landmarks.Of(CollectionsMarshal.AsSpan(integers));
    }
}
