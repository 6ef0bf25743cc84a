using System.Numerics;
using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.CodeGen;

/// <summary>Operands of instructions for operands of SSA form.</summary>
internal static class Operands
{
    private static readonly BigInteger InlineLimit = BigInteger.One << 128;

    /// <summary>The operand for a constant, in the form that OTP's assembler gives it.</summary>
    public static ISourceOperand Of(Term term) => term switch
    {
        AtomTerm atom => new AtomOperand(atom.Name),
        NilTerm => NilOperand.Instance,
        IntegerTerm { Value: var value } when value > -InlineLimit && value < InlineLimit => new IntegerOperand(value),
        _ => new LiteralOperand(term),
    };

    /// <summary>The operand for a value or constant.</summary>
    public static ISourceOperand Of(SsaOperand operand, RegisterAllocation registers) => operand switch
    {
        SsaConstant constant => Of(constant.Value),
        SsaValue value => registers[value],
        _ => throw new ArgumentException("no such operand", nameof(operand)),
    };
}
