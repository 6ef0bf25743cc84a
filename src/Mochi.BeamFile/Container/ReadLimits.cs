namespace Mochi.BeamFile.Container;

/// <summary>
/// How much a file may ask for before reading stops with a diagnostic. Counts and sizes in a file are never trusted:
/// what they promise must also fit into the bytes that are there, so these limits only bound what few bytes can stand
/// for.
/// </summary>
public sealed record ReadLimits
{
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

    /// <summary>How deep a term may nest.</summary>
    public int TermDepth { get; init; } = 100_000;

    /// <summary>How many maps may stand inside one another; their keys are compared by recursion.</summary>
    public int MapDepth { get; init; } = 500;

    /// <summary>The most terms, counting those inside others, that one piece of data may hold.</summary>
    public int TermNodes { get; init; } = 1 << 26;

    /// <summary>The most bytes of an integer.</summary>
    public int IntegerBytes { get; init; } = 1 << 20;

    /// <summary>The most instructions of a module.</summary>
    public int Instructions { get; init; } = 1 << 25;
}
