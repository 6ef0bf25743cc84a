using System.Collections.Immutable;
using Mochi.BeamAsm.Verification.Signatures;
using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Verification;

/// <summary>What functions outside of a module are known to do.</summary>
internal static class CallFacts
{
    private static readonly CallOutcome Unknown = new(TermType.Any, true, []);

    /// <summary>Whether an instruction for BIFs may call this one.</summary>
    /// <param name="function">The function, of the module <c>erlang</c>.</param>
    /// <param name="arity">Its number of arguments.</param>
    /// <param name="isCollecting">Whether the instruction can collect garbage.</param>
    /// <param name="hasLabel">Whether it has a label to go to when the function fails.</param>
    public static bool IsAllowed(string function, int arity, bool isCollecting, bool hasLabel) =>
        SignatureTable.Find("erlang", function, arity) is { } signature
        && (signature.Flags & (isCollecting ? SignatureFlags.IsCollectingBif : SignatureFlags.IsBif)) != 0
        && (hasLabel || (signature.Flags & SignatureFlags.NeedsLabel) == 0);

    /// <summary>What a call does.</summary>
    public static CallOutcome Of(string module, string function, ImmutableArray<TermType> arguments) =>
        Of(module, function, arguments.AsSpan());

    /// <summary>What a call does.</summary>
    public static CallOutcome Of(string module, string function, ReadOnlySpan<TermType> arguments) =>
        SignatureTable.Find(module, function, arguments.Length) is { } signature ? signature.Apply(arguments) : Unknown;
}
