namespace Mochi.BeamAsm.Ssa;

/// <summary>Charges reductions and lets other processes run.</summary>
/// <param name="reductions">How many reductions the loop has used.</param>
internal sealed class YieldInstruction(SsaOperand reductions)
    : SsaInstruction(null, reductions)
{
    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override bool IsCall => true;
}
