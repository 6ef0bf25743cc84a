namespace Mochi.BeamAsm.Ssa;

/// <summary>Reads an element of a value that is proven to be a tuple of enough elements.</summary>
/// <param name="result">The value it computes.</param>
/// <param name="tuple">The tuple.</param>
/// <param name="index">Index from 0.</param>
internal sealed class TupleElementInstruction(SsaValue result, SsaOperand tuple, int index)
    : SsaInstruction(result, tuple)
{
    /// <summary>Index from 0.</summary>
    public int Index { get; } = index;
}
