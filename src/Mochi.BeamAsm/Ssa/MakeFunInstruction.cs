using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Ssa;

/// <summary>Makes a fun of a function of the module.</summary>
/// <param name="result">The value it computes.</param>
/// <param name="function">The function; its last parameters are the captured values.</param>
/// <param name="captured">Captured values.</param>
internal sealed class MakeFunInstruction(SsaValue result, FunctionReference function, params SsaOperand[] captured)
    : SsaInstruction(result, captured)
{
    /// <summary>The function; its last parameters are the captured values.</summary>
    public FunctionReference Function { get; } = function;
}
