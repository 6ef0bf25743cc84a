namespace Mochi.BeamAsm.Ssa;

/// <summary>Calls a function; the result is in x0.</summary>
/// <param name="result">The value it computes.</param>
/// <param name="target">What is called.</param>
/// <param name="operands">The arguments, then what the target needs (the fun, or module and function).</param>
internal sealed class CallInstruction(SsaValue result, CallTarget target, params SsaOperand[] operands)
    : SsaInstruction(result, operands)
{
    /// <summary>What is called.</summary>
    public CallTarget Target { get; } = target;

    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override bool IsCall => true;
}
