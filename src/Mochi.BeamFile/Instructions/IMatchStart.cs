namespace Mochi.BeamFile.Instructions;

/// <summary>What <c>bs_start_match4</c> does with a value that cannot be matched: a label, or an atom.</summary>
public interface IMatchStart
{
}
