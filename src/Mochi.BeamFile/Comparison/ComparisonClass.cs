namespace Mochi.BeamFile.Comparison;

/// <summary>How far apart two modules are: the largest of their differences.</summary>
public enum ComparisonClass
{
    /// <summary>The files are the same, byte for byte.</summary>
    Identical,

    /// <summary>
    /// What differs is for tools only: compiler, options, source path, the generated version, debug information,
    /// documentation, the table of local functions being there or not.
    /// </summary>
    Metadata,

    /// <summary>Places in the source differ as well, so stack traces do; nothing that is computed does.</summary>
    Lines,

    /// <summary>
    /// The code is the same but written differently: atoms, literals or labels have other numbers, functions stand in another
    /// order, or the file has another form (that of another OTP release, another order of chunks, compression).
    /// </summary>
    Renumbered,

    /// <summary>Functions, exports, attributes, records or unknown chunks differ.</summary>
    Changed,
}
