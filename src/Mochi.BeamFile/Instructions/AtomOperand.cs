namespace Mochi.BeamFile.Instructions;

/// <summary>An atom.</summary>
/// <param name="Name">The atom's text.</param>
public sealed record AtomOperand(string Name) : Operand, ISourceOperand, IMatchStart, IFunTag, IRecordName
{
    /// <inheritdoc/>
    public override string ToString() => $"{{atom,{Name}}}";
}
