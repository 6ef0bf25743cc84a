namespace Mochi.BeamAsm.Ssa;

/// <summary>Builds a tuple.</summary>
/// <param name="result">The value it computes.</param>
/// <param name="elements">The elements.</param>
internal sealed class TupleInstruction(SsaValue result, params SsaOperand[] elements)
    : SsaInstruction(result, elements);
