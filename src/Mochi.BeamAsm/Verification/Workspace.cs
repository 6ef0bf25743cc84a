using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification;

/// <summary>What the verification of one module leaves for the next one, so that it need not be made again.</summary>
internal sealed class Workspace
{
    // What was needed for a module of more blocks than this is left to the garbage collector.
    private const int MaximumBlocks = 1 << 18;

    // As many as modules were verified at once; the last one used comes first, as it is still in the processor's caches.
    private static readonly Stack<Workspace> Free = new();

    private readonly TypeMemo _memo = new();
    private TermType[] _types = new TermType[256];

    /// <summary>Joins states.</summary>
    public StateJoin Join { get; } = new();

    /// <summary>States that are not in use.</summary>
    public StatePool States { get; } = new();

    /// <summary>The states that blocks begin with.</summary>
    public StateStore Kept { get; } = new();

    /// <summary>The labels of the module.</summary>
    public LabelTable Labels { get; } = new();

    /// <summary>Blocks that are not in use.</summary>
    public BlockPool Blocks { get; } = new();

    /// <summary>Operands for a moment.</summary>
    public ValueSource[] Sources { get; } = new ValueSource[4];

    /// <summary>What operands stand for.</summary>
    public OperandCache Operands { get; } = new();

    /// <summary>Room for some types; gone at the next call.</summary>
    public Span<TermType> Types(int count)
    {
        if (_types.Length < count)
        {
            _types = new TermType[count];
        }

        return _types.AsSpan(0, count);
    }

    /// <summary>Takes one that is not in use, for this thread.</summary>
    public static Workspace Take()
    {
        Workspace? workspace;
        lock (Free)
        {
            Free.TryPop(out workspace);
        }

        workspace ??= new Workspace();
        TypeMemo.Use(workspace._memo);
        return workspace;
    }

    /// <summary>Gives it back.</summary>
    public void Release()
    {
        States.Drop();
        Kept.Clear();
        Operands.Clear();
        TypeMemo.Use(null);
        if (Labels.BlockCount <= MaximumBlocks)
        {
            lock (Free)
            {
                Free.Push(this);
            }
        }
    }
}
