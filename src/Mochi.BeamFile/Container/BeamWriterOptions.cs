namespace Mochi.BeamFile.Container;

/// <summary>How a module is written.</summary>
public sealed record BeamWriterOptions
{
    /// <summary>What is written when nothing is said: the form that the module has.</summary>
    public static BeamWriterOptions Default { get; } = new();

    /// <summary>
    /// The release whose form the file gets; <see langword="null"/> for the form that the module has.
    /// </summary>
    public OtpRelease? Release { get; init; }
}
