namespace Mochi.BeamFile.Instructions;

/// <summary>What an instruction has to do with.</summary>
public enum OpcodeCategory
{
    /// <summary>Parts of the module: labels, function heads, marks.</summary>
    Structure,

    /// <summary>Calls and returns.</summary>
    Call,

    /// <summary>Calls of BIFs in place.</summary>
    Bif,

    /// <summary>Stack frames and heap space.</summary>
    Stack,

    /// <summary>Messages.</summary>
    Receive,

    /// <summary>Tests with one branch.</summary>
    Test,

    /// <summary>Branches with many targets.</summary>
    Select,

    /// <summary>Jumps.</summary>
    Control,

    /// <summary>Exceptions.</summary>
    Exception,

    /// <summary>Copies between registers.</summary>
    Move,

    /// <summary>Lists.</summary>
    List,

    /// <summary>Tuples and tuple records.</summary>
    Tuple,

    /// <summary>Float registers.</summary>
    Float,

    /// <summary>Binaries and bitstrings.</summary>
    Binary,

    /// <summary>Maps.</summary>
    Map,

    /// <summary>Funs.</summary>
    Fun,

    /// <summary>Native records (OTP 29).</summary>
    Record,

    /// <summary>Places in the source.</summary>
    Debug,

    /// <summary>Gone from the newest releases; compilers stopped writing them long before.</summary>
    Obsolete,
}
