namespace Mochi.BeamFile.Comparison;

/// <summary>What became of something from the left side to the right.</summary>
public enum ChangeKind
{
    /// <summary>It is only on the right.</summary>
    Added,

    /// <summary>It is only on the left.</summary>
    Removed,

    /// <summary>It is on both sides and differs.</summary>
    Changed,
}
