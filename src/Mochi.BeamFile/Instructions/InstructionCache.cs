using System.Collections.Immutable;

namespace Mochi.BeamFile.Instructions;

/// <summary>
/// Shares equal instructions of a module: almost half of real code is instructions that occurred a little earlier. Each
/// place of the cache holds the last instruction that fell into it.
/// </summary>
internal sealed class InstructionCache
{
    private const int Bits = 10;

    private readonly Instruction?[] _places = new Instruction?[1 << Bits];

    /// <summary>The scanner's current instruction as an object.</summary>
    /// <param name="scanner">The scanner.</param>
    /// <param name="bytes">The instruction's bytes.</param>
    public Instruction Get(ref readonly InstructionScanner scanner, ReadOnlySpan<byte> bytes)
    {
        var definition = scanner.Definition;
        var operands = scanner.Operands;

        // These are hardly ever the same twice.
        if (definition.Opcode is Opcode.Label or Opcode.Line or Opcode.FuncInfo)
        {
            return new Instruction(definition, ImmutableArray.Create(operands));
        }

        ref var place = ref _places[Hash(bytes)];
        if (place is { } known && known.Opcode == definition.Opcode && IsSame(known.Operands.AsSpan(), operands))
        {
            return known;
        }

        return place = new Instruction(definition, ImmutableArray.Create(operands));
    }

    // The operands of a module are shared as well, so that it is enough to look whether they are the same objects.
    private static bool IsSame(ReadOnlySpan<Operand> known, ReadOnlySpan<Operand> operands)
    {
        for (var index = 0; index < operands.Length; index++)
        {
            if (!ReferenceEquals(known[index], operands[index]))
            {
                return false;
            }
        }

        return true;
    }

    private static int Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 0;
        foreach (var part in bytes.Length > 8 ? bytes[..8] : bytes)
        {
            hash = (hash << 8) | part;
        }

        return (int)((hash * 0x9E37_79B9_7F4A_7C15) >> (64 - Bits));
    }
}
