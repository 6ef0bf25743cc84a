using System.Collections.Immutable;

namespace Mochi.VerifyMutations.Mutation;

/// <summary>All ways to break a function.</summary>
internal static class MutationWays
{
    public static ImmutableArray<MutationWay> All { get; } =
    [
        .. StackWays.All, .. RegisterWays.All, .. ControlWays.All, .. ExceptionWays.All, .. TypeWays.All, .. BinaryWays.All, .. DataWays.All, .. GeneralWays.All,
    ];
}
