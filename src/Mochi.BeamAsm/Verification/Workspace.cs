namespace Mochi.BeamAsm.Verification;

/// <summary>What the verification of one module leaves for the next one on the same thread, so that it need not be made again.</summary>
internal sealed class Workspace
{
    [ThreadStatic]
    private static Workspace? _free;

    /// <summary>Joins states.</summary>
    public StateJoin Join { get; } = new();

    /// <summary>States that are not in use.</summary>
    public StatePool States { get; } = new();

    /// <summary>What operands stand for.</summary>
    public OperandCache Operands { get; } = new();

    /// <summary>Takes the one of this thread, or a new one.</summary>
    public static Workspace Take()
    {
        var workspace = _free ?? new Workspace();
        _free = null;
        return workspace;
    }

    /// <summary>Gives it back.</summary>
    public void Release() => _free = this;
}
