namespace Mochi.BeamAsm.Verification.Signatures;

/// <summary>What else is known of a function.</summary>
[Flags]
internal enum SignatureFlags
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It returns when its arguments are of the required types.</summary>
    IsSafe = 1,

    /// <summary>It is safe, and fails whenever its only argument is not of the required type.</summary>
    Refuses = 2,

    /// <summary>It has no effects, and its result depends on its arguments only.</summary>
    IsPure = 4,

    /// <summary><c>bif0</c> to <c>bif3</c> may call it.</summary>
    IsBif = 8,

    /// <summary><c>gc_bif1</c> to <c>gc_bif3</c> may call it.</summary>
    IsCollectingBif = 16,

    /// <summary>
    /// An instruction that calls it needs a label for the failure: OTP 27 loads one without, and aborts the machine when it fails.
    /// </summary>
    NeedsLabel = 32,
}
