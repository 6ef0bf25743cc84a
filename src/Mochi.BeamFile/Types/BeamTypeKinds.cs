namespace Mochi.BeamFile.Types;

/// <summary>
/// The sets of terms that a <see cref="BeamType"/> may contain. The bits are those of version 4 of the <c>Type</c>
/// chunk; the other versions are translated.
/// </summary>
[Flags]
public enum BeamTypeKinds
{
    /// <summary>No term at all.</summary>
    None = 0,

    /// <summary>Atoms.</summary>
    Atom = 1 << 0,

    /// <summary>Bitstrings; <see cref="BeamType.Unit"/> can say more.</summary>
    Bitstring = 1 << 1,

    /// <summary>Lists with at least one element.</summary>
    Cons = 1 << 2,

    /// <summary>Floats.</summary>
    Float = 1 << 3,

    /// <summary>Funs.</summary>
    Fun = 1 << 4,

    /// <summary>Integers; the bounds can say more.</summary>
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

    /// <summary>Match contexts: only version 2 (OTP 26) and 1 (OTP 25) of the chunk can say it.</summary>
    MatchContext = 1 << 13,

    /// <summary>Lists, empty or not.</summary>
    List = Cons | Nil,

    /// <summary>Integers and floats.</summary>
    Number = Integer | Float,

    /// <summary>Every term.</summary>
    Any = (1 << 13) - 1,
}
