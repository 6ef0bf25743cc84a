using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification;

/// <summary>What the verification of one module leaves for the next one on the same thread, so that it need not be made again.</summary>
internal sealed class Workspace
{
    [ThreadStatic]
    private static Workspace? _free;

    private TermType[] _types = new TermType[256];

    /// <summary>Joins states.</summary>
    public StateJoin Join { get; } = new();

    /// <summary>States that are not in use.</summary>
    public StatePool States { get; } = new();

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

    /// <summary>Takes the one of this thread, or a new one.</summary>
    public static Workspace Take()
    {
        var workspace = _free ?? new Workspace();
        _free = null;
        return workspace;
    }

    /// <summary>Gives it back.</summary>
    public void Release()
    {
        States.Drop();
        _free = this;
    }
}
