namespace Mochi.BeamFile.Instructions;

/// <summary>What <c>fmove</c> can take a float from: a float register, a plain register or a float literal.</summary>
public interface IFloatSource
{
}
