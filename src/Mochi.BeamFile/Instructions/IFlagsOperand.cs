namespace Mochi.BeamFile.Instructions;

/// <summary>The field flags of a segment: <c>[]</c> or a literal list of atoms.</summary>
public interface IFlagsOperand
{
}
