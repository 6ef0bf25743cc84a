namespace Mochi.BeamAsm.Verification;

/// <summary>Where a process is with regard to its message queue.</summary>
internal enum ReceiveState
{
    /// <summary>Outside of a receive.</summary>
    None,

    /// <summary>A mark says where the next receive begins.</summary>
    Marked,

    /// <summary>In a receive loop, without a message.</summary>
    InLoop,

    /// <summary>In a receive loop, with a message that is still in the queue.</summary>
    HasMessage,

    /// <summary>Paths met that differ in it.</summary>
    Undecided,
}
