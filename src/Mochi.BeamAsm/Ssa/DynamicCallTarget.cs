namespace Mochi.BeamAsm.Ssa;

/// <summary>A function by name at run time: module and function are the call's last two operands.</summary>
internal sealed record DynamicCallTarget : CallTarget
{
    /// <inheritdoc/>
    public override int ExtraOperands => 2;
}
