namespace Mochi.BeamFile.Container;

/// <summary>
/// How much a file may ask for before reading stops with a diagnostic. Counts and sizes in a file are never trusted:
/// what they promise must also fit into the bytes that are there, so these limits only bound what few bytes can stand
/// for.
/// </summary>
public sealed record ReadLimits
{
    /// <summary>The bytes of the largest integer of OTP 27 to 29: 65 535 words.</summary>
    public const int LargestInteger = 65_535 * 8;

    /// <summary>The characters of the longest atom.</summary>
    public const int AtomCharacters = 255;

    /// <summary>Limits that every real file stays far below.</summary>
    public static ReadLimits Default { get; } = new();

    /// <summary>The most bytes of a file.</summary>
    public int FileSize { get; init; } = 1 << 29;

    /// <summary>The most chunks of a file.</summary>
    public int Chunks { get; init; } = 4096;

    /// <summary>The most bytes that one compressed piece may expand to.</summary>
    public int InflatedSize { get; init; } = 1 << 28;

    /// <summary>How many times its compressed size data may expand; deflate itself ends at about 1032.</summary>
    public int InflateRatio { get; init; } = 1100;

    /// <summary>The most atoms of a file; as many as the machine has room for unless told otherwise.</summary>
    public int Atoms { get; init; } = 1 << 20;

    /// <summary>How deep a term may nest.</summary>
    public int TermDepth { get; init; } = 100_000;

    /// <summary>How many maps may stand inside one another; their keys are compared by recursion.</summary>
    public int MapDepth { get; init; } = 500;

    /// <summary>The most terms, counting those inside others, that one piece of data may hold.</summary>
    public int TermNodes { get; init; } = 1 << 26;

    /// <summary>How many bitstrings of a text may stand inside one another; they are read by recursion.</summary>
    public int BitstringDepth { get; init; } = 100;

    /// <summary>
    /// The most bits that the sizes in the bitstrings of a text may add up to, beyond the 64 that every part may have.
    /// </summary>
    public long BitstringBits { get; init; } = 1L << 26;

    /// <summary>The most bytes of an integer; by default what the machine can hold.</summary>
    public int IntegerBytes { get; init; } = LargestInteger;

    /// <summary>The most instructions of a module.</summary>
    public int Instructions { get; init; } = 1 << 25;

    /// <summary>The most bytes of an archive (<c>.ez</c>, escript, release package) as it stands on disk.</summary>
    public int ArchiveSize { get; init; } = 1 << 30;

    /// <summary>The most entries of an archive.</summary>
    public int ArchiveEntries { get; init; } = 1 << 18;

    /// <summary>The most bytes of one module in an archive, expanded.</summary>
    public int ArchiveEntrySize { get; init; } = 1 << 28;

    /// <summary>The most bytes of all modules of an archive, expanded.</summary>
    public int ArchiveModules { get; init; } = 1 << 29;

    /// <summary>The most bytes that a compressed tar archive may expand to, whatever is in it.</summary>
    public long ArchiveExpandedSize { get; init; } = 1L << 32;
}
