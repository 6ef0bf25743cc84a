using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Verification;

/// <summary>A value of the machine's state, or a constant.</summary>
/// <param name="Value">The number of the value; negative for a constant.</param>
/// <param name="Constant">The constant.</param>
internal readonly record struct ValueSource(int Value, Term? Constant = null)
{
    /// <summary>Whether it is a constant.</summary>
    public bool IsConstant => Constant is not null;
}
