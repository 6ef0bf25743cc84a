namespace Mochi.BeamFile.Instructions;

/// <summary>The name of a native record: an atom, or a literal <c>{Module, Name}</c>.</summary>
public interface IRecordName
{
}
