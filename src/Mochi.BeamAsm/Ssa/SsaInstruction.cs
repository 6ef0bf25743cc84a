using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Ssa;

/// <summary>One operation. An operation that fails raises, unless it stands in a <see cref="CheckedTerminator"/>.</summary>
/// <param name="result">The value it computes, if any.</param>
/// <param name="operands">What it works on.</param>
internal abstract class SsaInstruction(SsaValue? result, params SsaOperand[] operands)
{
    /// <summary>The value it computes, if any.</summary>
    public SsaValue? Result { get; } = result;

    /// <summary>What it works on; passes replace elements in place.</summary>
    public SsaOperand[] Operands { get; } = operands;

    /// <summary>Where it stands in the source.</summary>
    public SourcePosition Position { get; init; }

    /// <summary>Whether it can be dropped when nobody uses the result.</summary>
    public virtual bool IsPure => true;

    /// <summary>Whether it is a call that destroys every x register.</summary>
    public virtual bool IsCall => false;
}
