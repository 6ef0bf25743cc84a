namespace Mochi.BeamAsm.Ssa;

/// <summary>Copies a value that is proven to be a tuple of exactly that arity, with some elements replaced.</summary>
/// <param name="result">The value it computes.</param>
/// <param name="arity">The tuple's arity.</param>
/// <param name="tuple">The tuple.</param>
/// <param name="indices">Indices from 0, ascending.</param>
/// <param name="values">New values, one for each index.</param>
internal sealed class TupleUpdateInstruction(SsaValue result, int arity, SsaOperand tuple, int[] indices, params SsaOperand[] values)
    : SsaInstruction(result, [tuple, .. values])
{
    /// <summary>The tuple's arity.</summary>
    public int Arity { get; } = arity;

    /// <summary>Indices from 0, ascending.</summary>
    public int[] Indices { get; } = indices;
}
