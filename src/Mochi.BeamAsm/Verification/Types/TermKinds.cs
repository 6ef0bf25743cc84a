namespace Mochi.BeamAsm.Verification.Types;

/// <summary>Kinds of terms, and of what registers hold besides terms.</summary>
[Flags]
public enum TermKinds
{
    /// <summary>Nothing: no value at all.</summary>
    None = 0,

    /// <summary>Atoms.</summary>
    Atom = 1 << 0,

    /// <summary>Bitstrings.</summary>
    Bitstring = 1 << 1,

    /// <summary>Lists with an element.</summary>
    Cons = 1 << 2,

    /// <summary>Floats.</summary>
    Float = 1 << 3,

    /// <summary>Funs.</summary>
    Fun = 1 << 4,

    /// <summary>Integers.</summary>
    Integer = 1 << 5,

    /// <summary>Maps.</summary>
    Map = 1 << 6,

    /// <summary>The empty list.</summary>
    Nil = 1 << 7,

    /// <summary>Process identifiers.</summary>
    Pid = 1 << 8,

    /// <summary>Ports.</summary>
    Port = 1 << 9,

    /// <summary>References.</summary>
    Reference = 1 << 10,

    /// <summary>Tuples.</summary>
    Tuple = 1 << 11,

    /// <summary>Native records (OTP 29).</summary>
    NativeRecord = 1 << 12,

    /// <summary>All terms.</summary>
    Terms = (1 << 13) - 1,

    /// <summary>Match contexts: bitstrings that are being matched.</summary>
    MatchContext = 1 << 13,

    /// <summary>Saved positions of match contexts.</summary>
    MatchPosition = 1 << 14,

    /// <summary>Marks in the message queue.</summary>
    ReceiveMarker = 1 << 15,

    /// <summary>Lists, empty or not.</summary>
    List = Cons | Nil,

    /// <summary>Integers and floats.</summary>
    Number = Integer | Float,

    /// <summary>Process identifiers, ports and references.</summary>
    Identifier = Pid | Port | Reference,

    /// <summary>What a match of binaries can begin with.</summary>
    Matchable = Bitstring | MatchContext,

    /// <summary>Everything that a register holds and that is no term.</summary>
    Abstract = MatchContext | MatchPosition | ReceiveMarker,
}
