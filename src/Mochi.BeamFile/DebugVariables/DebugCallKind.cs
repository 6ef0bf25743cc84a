namespace Mochi.BeamFile.DebugVariables;

/// <summary>What is called in a line of the source.</summary>
public enum DebugCallKind
{
    /// <summary>A function of this module.</summary>
    Local,

    /// <summary>A function that is named with its module.</summary>
    Remote,

    /// <summary>A fun in a variable.</summary>
    Variable,
}
