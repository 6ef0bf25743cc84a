namespace Mochi.BeamFile.Instructions;

/// <summary>
/// An operand that a value can be taken from: a register, typed or not, an integer, an atom, <c>[]</c> or a literal.
/// </summary>
public interface ISourceOperand : ISegmentValue
{
}
