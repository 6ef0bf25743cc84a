namespace Mochi.BeamFile.Container;

/// <summary>How the atom table is written.</summary>
public enum AtomTableForm
{
    /// <summary>Chunk <c>Atom</c>: Latin-1, lengths of one byte (up to OTP 19).</summary>
    Latin1,

    /// <summary>Chunk <c>AtU8</c>: UTF-8, lengths of one byte (OTP 20 to 27).</summary>
    ShortLengths,

    /// <summary>Chunk <c>AtU8</c> with a negative count: UTF-8, lengths as compact terms (OTP 28 and later).</summary>
    LongLengths,
}
