using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Analysis;

/// <summary>All calls of one kind from one function to another.</summary>
/// <param name="Caller">The function that calls.</param>
/// <param name="Target">What is called.</param>
/// <param name="Kind">How.</param>
/// <param name="IsTail">Whether they are tail calls, after which the caller is gone.</param>
/// <param name="Count">In how many places of the code they are.</param>
/// <param name="Source">The first of these places in the source, if it is known.</param>
public sealed record FunctionCall(
    Mfa Caller, CallTarget Target, CallKind Kind, bool IsTail, int Count, LocationOperand Source)
{
    /// <summary>Whether what is called is known only at run time.</summary>
    public bool IsDynamic => Kind is CallKind.Apply or CallKind.Fun;
}
