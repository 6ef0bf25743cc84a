using Mochi.BeamAsm.Verification.Signatures;

namespace Mochi.BeamAsm.Verification;

/// <summary>Which functions instructions for BIFs may call.</summary>
internal static class CallFacts
{
    /// <summary>Whether an instruction for BIFs may call this one.</summary>
    /// <param name="function">The function, of the module <c>erlang</c>.</param>
    /// <param name="arity">Its number of arguments.</param>
    /// <param name="isCollecting">Whether the instruction can collect garbage.</param>
    /// <param name="hasLabel">Whether it has a label to go to when the function fails.</param>
    public static bool IsAllowed(string function, int arity, bool isCollecting, bool hasLabel) =>
        SignatureTable.Find("erlang", function, arity) is { } signature
        && (signature.Flags & (isCollecting ? SignatureFlags.IsCollectingBif : SignatureFlags.IsBif)) != 0
        && (hasLabel || (signature.Flags & SignatureFlags.NeedsLabel) == 0);
}
