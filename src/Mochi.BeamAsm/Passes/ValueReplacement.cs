using Mochi.BeamAsm.Ssa;

namespace Mochi.BeamAsm.Passes;

/// <summary>Replaces values by other operands wherever they are used.</summary>
internal static class ValueReplacement
{
    /// <summary>Replaces in a whole function; a replacement may itself be replaced.</summary>
    public static void Apply(SsaFunction function, IReadOnlyDictionary<SsaValue, SsaOperand> replacements)
    {
        if (replacements.Count > 0)
        {
            Apply(function.Blocks, replacements);
        }
    }

    /// <summary>Replaces in some blocks.</summary>
    public static void Apply(IEnumerable<BasicBlock> blocks, IReadOnlyDictionary<SsaValue, SsaOperand> replacements)
    {
        foreach (BasicBlock block in blocks)
        {
            foreach (SsaInstruction instruction in block.Instructions)
            {
                Replace(instruction.Operands, replacements);
            }

            Replace(block.Terminator.Operands, replacements);
        }
    }

    private static void Replace(SsaOperand[] operands, IReadOnlyDictionary<SsaValue, SsaOperand> replacements)
    {
        for (int i = 0; i < operands.Length; i++)
        {
            while (operands[i] is SsaValue value && replacements.TryGetValue(value, out SsaOperand? replacement))
            {
                operands[i] = replacement;
            }
        }
    }
}
