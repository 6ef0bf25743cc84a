namespace Mochi.BeamFile.Instructions;

/// <summary>A register that a value is taken from, with or without a type.</summary>
public interface IRegisterOperand : ISourceOperand
{
}
