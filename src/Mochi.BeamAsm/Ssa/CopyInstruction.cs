namespace Mochi.BeamAsm.Ssa;

/// <summary>Copies a value; frame placement makes these to move values to the stack.</summary>
/// <param name="result">The value it computes.</param>
/// <param name="value">The value.</param>
internal sealed class CopyInstruction(SsaValue result, SsaOperand value)
    : SsaInstruction(result, value);
