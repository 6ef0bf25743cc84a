namespace Mochi.BeamAsm.Ssa;

/// <summary>What a call calls.</summary>
internal abstract record CallTarget
{
    /// <summary>How many operands of the call follow the arguments.</summary>
    public virtual int ExtraOperands => 0;
}
