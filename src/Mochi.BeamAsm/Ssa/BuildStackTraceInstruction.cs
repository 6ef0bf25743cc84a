namespace Mochi.BeamAsm.Ssa;

/// <summary>Turns the raw stack trace that a handler is given into a term. It uses x0 and destroys the other x registers.</summary>
/// <param name="result">The value it computes.</param>
/// <param name="rawTrace">The handler's third parameter.</param>
internal sealed class BuildStackTraceInstruction(SsaValue result, SsaOperand rawTrace)
    : SsaInstruction(result, rawTrace)
{
    /// <inheritdoc/>
    public override bool IsCall => true;
}
