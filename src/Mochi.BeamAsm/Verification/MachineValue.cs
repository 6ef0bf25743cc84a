using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification;

/// <summary>A value that registers hold: all that hold it learn what is learnt about it.</summary>
/// <param name="Type">What it may be.</param>
/// <param name="Definition">How it came about; <see langword="null"/> when that tells nothing.</param>
/// <param name="Traits">Where it comes from.</param>
internal readonly record struct MachineValue(TermType Type, Definition? Definition = null, ValueTraits Traits = ValueTraits.None)
{
    /// <summary>Whether it is (a part of) a message that is still in the queue.</summary>
    public bool IsFragile => (Traits & ValueTraits.Fragile) != 0;

    /// <summary>Whether following single calls may tell more of it.</summary>
    public bool IsHearsay => (Traits & ValueTraits.Hearsay) != 0;
}
