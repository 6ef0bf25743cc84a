namespace Mochi.BeamFile.Comparison;

/// <summary>What became of a function from the left module to the right one.</summary>
public enum FunctionChangeKind
{
    /// <summary>It is only on the right.</summary>
    Added,

    /// <summary>It is only on the left.</summary>
    Removed,

    /// <summary>Its instructions differ.</summary>
    Code,

    /// <summary>Its instructions are the same, the types of registers in them are not.</summary>
    Types,

    /// <summary>Only its places in the source differ.</summary>
    Lines,
}
