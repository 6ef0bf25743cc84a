namespace Mochi.BeamAsm.Ssa;

/// <summary>A fun, the call's last operand.</summary>
internal sealed record FunCallTarget : CallTarget
{
    /// <inheritdoc/>
    public override int ExtraOperands => 1;
}
