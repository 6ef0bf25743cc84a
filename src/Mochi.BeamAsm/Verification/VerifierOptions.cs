using Mochi.BeamFile.Container;

namespace Mochi.BeamAsm.Verification;

/// <summary>How strict the verifier is.</summary>
public sealed record VerifierOptions
{
    /// <summary>What is not proven is noted only.</summary>
    public static VerifierOptions Default { get; } = new();

    /// <summary>What is not proven is an error.</summary>
    public bool IsStrict { get; init; }

    /// <summary>
    /// The release that is to load the module; <see langword="null"/> for any one of those that are supported: what is in the file must then be known to
    /// at least one of them.
    /// </summary>
    public OtpRelease? Release { get; init; }
}
