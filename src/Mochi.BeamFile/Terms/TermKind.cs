namespace Mochi.BeamFile.Terms;

/// <summary>The kinds of Erlang terms, in no particular order (for the order of terms see the comparer).</summary>
public enum TermKind
{
    /// <summary>An integer of any size.</summary>
    Integer,

    /// <summary>A double-precision float.</summary>
    Float,

    /// <summary>An atom.</summary>
    Atom,

    /// <summary>A reference.</summary>
    Reference,

    /// <summary>A fun, external or local.</summary>
    Fun,

    /// <summary>A port.</summary>
    Port,

    /// <summary>A process identifier.</summary>
    Pid,

    /// <summary>A tuple.</summary>
    Tuple,

    /// <summary>A native record (OTP 29).</summary>
    NativeRecord,

    /// <summary>A map.</summary>
    Map,

    /// <summary>The empty list.</summary>
    Nil,

    /// <summary>A list with at least one element.</summary>
    List,

    /// <summary>A binary or a bitstring.</summary>
    Bitstring,
}
