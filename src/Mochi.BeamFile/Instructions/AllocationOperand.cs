namespace Mochi.BeamFile.Instructions;

/// <summary>What an instruction needs on the heap.</summary>
/// <param name="Words">Words for terms.</param>
/// <param name="Floats">How many floats.</param>
/// <param name="Funs">How many funs.</param>
/// <remarks>The file holds a plain number when only words are needed, a list of kinds and numbers otherwise.</remarks>
public sealed record AllocationOperand(int Words, int Floats = 0, int Funs = 0) : Operand
{
    /// <summary>The shared operands of few words, made when they are first needed.</summary>
    internal static readonly AllocationOperand?[] Low = new AllocationOperand?[128];

    /// <summary>A need of words only; low ones are shared.</summary>
    public static AllocationOperand OfWords(int words) =>
        (uint)words < (uint)Low.Length ? Low[words] ??= new AllocationOperand(words) : new AllocationOperand(words);

    /// <inheritdoc/>
    public override string ToString() => $"{{alloc,{Words},{Floats},{Funs}}}";
}
