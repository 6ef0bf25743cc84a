namespace Mochi.BeamAsm.Ssa;

/// <summary>First element of a value that is proven to be a list cell.</summary>
/// <param name="result">The value it computes.</param>
/// <param name="list">The list cell.</param>
internal sealed class HeadInstruction(SsaValue result, SsaOperand list)
    : SsaInstruction(result, list);
