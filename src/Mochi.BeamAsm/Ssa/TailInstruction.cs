namespace Mochi.BeamAsm.Ssa;

/// <summary>Rest of a value that is proven to be a list cell.</summary>
/// <param name="result">The value it computes.</param>
/// <param name="list">The list cell.</param>
internal sealed class TailInstruction(SsaValue result, SsaOperand list)
    : SsaInstruction(result, list);
