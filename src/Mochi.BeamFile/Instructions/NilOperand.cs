namespace Mochi.BeamFile.Instructions;

/// <summary>The empty list (in the file: atom index 0).</summary>
public sealed record NilOperand : Operand, ISourceOperand, IFlagsOperand
{
    private NilOperand()
        : base(CompactTerm.Atom, 0)
    {
    }

    /// <summary>The only one there is.</summary>
    public static NilOperand Instance { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => "nil";
}
