using Mochi.BeamFile.Container;

namespace Mochi.BeamAsm.Verification;

/// <summary>How strict the verifier is.</summary>
public sealed record VerifierOptions
{
    /// <summary>Types of registers that are not proven are noted only.</summary>
    public static VerifierOptions Default { get; } = new();

    /// <summary>Types of registers that are not proven are errors, as is a wrong frame at a tail call that never returns.</summary>
    public bool IsStrict { get; init; }

    /// <summary>
    /// The release that is to load the module, with all instructions and encodings in it; <see langword="null"/> for the newest.
    /// </summary>
    public OtpRelease? Release { get; init; }
}
