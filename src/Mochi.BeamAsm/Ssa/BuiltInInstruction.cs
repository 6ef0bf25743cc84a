using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Ssa;

/// <summary>Applies a guard built-in function.</summary>
/// <param name="result">The value it computes.</param>
/// <param name="builtIn">The function.</param>
/// <param name="arguments">Its arguments.</param>
internal sealed class BuiltInInstruction(SsaValue result, BuiltIn builtIn, params SsaOperand[] arguments)
    : SsaInstruction(result, arguments)
{
    /// <summary>The function.</summary>
    public BuiltIn BuiltIn { get; } = builtIn;

    /// <inheritdoc/>
    public override bool IsPure => !BuiltIn.CanFail;
}
