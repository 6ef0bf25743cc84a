namespace Mochi.BeamAsm.Ssa;

/// <summary>A value that is computed once: the result of an instruction or a parameter of a block.</summary>
/// <param name="index">Number, unique in the function.</param>
/// <param name="name">Name of the source variable it stands for, if any; for printing.</param>
internal sealed class SsaValue(int index, string? name) : SsaOperand
{
    /// <summary>Number, unique in the function.</summary>
    public int Index { get; } = index;

    /// <summary>Name of the source variable it stands for, if any; for printing.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override string ToString() => $"%{Index}";
}
