namespace Mochi.BeamFile.Comparison;

/// <summary>What happens to an instruction on the way from the left function to the right one.</summary>
public enum EditKind
{
    /// <summary>It is on both sides.</summary>
    Keep,

    /// <summary>It is only on the left.</summary>
    Remove,

    /// <summary>It is only on the right.</summary>
    Add,
}
