namespace Mochi.BeamAsm.Ssa;

/// <summary>
/// A y register that holds the current value of a mutable local for the handler of a <c>try</c>: the one thing in this
/// form that is written more than once.
/// </summary>
/// <param name="index">Number, unique in the function.</param>
internal sealed class StackSlot(int index)
{
    /// <summary>Number, unique in the function.</summary>
    public int Index { get; } = index;

    /// <inheritdoc/>
    public override string ToString() => $"slot{Index}";
}
