using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification;

/// <summary>A value that registers hold: all that hold it learn what is learnt about it.</summary>
/// <param name="Type">What it may be.</param>
/// <param name="Definition">How it came about; <see langword="null"/> when that tells nothing.</param>
/// <param name="IsFragile">
/// Whether it is (a part of) a message that is still in the queue, which garbage collection does not know.
/// </param>
internal readonly record struct MachineValue(TermType Type, Definition? Definition = null, bool IsFragile = false);
