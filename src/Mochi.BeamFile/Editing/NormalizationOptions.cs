using Mochi.BeamFile.Container;

namespace Mochi.BeamFile.Editing;

/// <summary>How a module is normalised.</summary>
public sealed record NormalizationOptions
{
    /// <summary>What is done when nothing is said: traces of the build go, the form of the release stays.</summary>
    public static NormalizationOptions Default { get; } = new();

    /// <summary>
    /// Whether what tells where and how the module was compiled stays: the compiler's options and the path of the source in
    /// <c>CInf</c>, folders in the names of source files, and the same in debug information and documentation.
    /// </summary>
    public bool KeepsTraces { get; init; }

    /// <summary>
    /// The release in whose form the file is written; <see langword="null"/> for the form that it has. The form is how the tables
    /// are written; what the code needs is not changed by it.
    /// </summary>
    public OtpRelease? Release { get; init; }
}
