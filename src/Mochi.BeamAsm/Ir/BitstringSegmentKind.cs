namespace Mochi.BeamAsm.Ir;

/// <summary>How the value of a bitstring segment is written.</summary>
public enum BitstringSegmentKind
{
    /// <summary>An integer in two's complement.</summary>
    Integer,

    /// <summary>An IEEE float of 16, 32 or 64 bits.</summary>
    Float,

    /// <summary>A bitstring, whole or its first part.</summary>
    Binary,

    /// <summary>A code point in UTF-8.</summary>
    Utf8,

    /// <summary>A code point in UTF-16.</summary>
    Utf16,

    /// <summary>A code point in UTF-32.</summary>
    Utf32,
}
