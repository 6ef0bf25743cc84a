namespace Mochi.BeamAsm.Ssa;

/// <summary>Builds a list cell.</summary>
/// <param name="result">The value it computes.</param>
/// <param name="head">First element.</param>
/// <param name="tail">The rest.</param>
internal sealed class ConsInstruction(SsaValue result, SsaOperand head, SsaOperand tail)
    : SsaInstruction(result, head, tail);
