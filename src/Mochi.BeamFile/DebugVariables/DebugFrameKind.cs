namespace Mochi.BeamFile.DebugVariables;

/// <summary>What stands on the stack where a debugger may stop.</summary>
public enum DebugFrameKind
{
    /// <summary>No stack frame.</summary>
    None,

    /// <summary>The function has just been entered; its arguments are in x registers.</summary>
    Entry,

    /// <summary>A stack frame of a known size.</summary>
    Frame,
}
