namespace Mochi.BeamFile.Instructions;

/// <summary>Where <c>fmove</c> can put a float: a float register or a plain register.</summary>
public interface IFloatDestination
{
}
