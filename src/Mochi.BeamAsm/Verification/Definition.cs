using System.Collections.Immutable;

namespace Mochi.BeamAsm.Verification;

/// <summary>How a value came about, as far as a later test of it tells something about other values.</summary>
/// <param name="Operation">The BIF's name, or <c>element</c> for an element of a tuple.</param>
/// <param name="Arguments">What it was made from.</param>
internal sealed record Definition(string Operation, ImmutableArray<ValueSource> Arguments)
{
    /// <summary>Compares the arguments one by one.</summary>
    public bool Equals(Definition? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Operation == other.Operation && Arguments.AsSpan().SequenceEqual(other.Arguments.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode() => Operation.GetHashCode(StringComparison.Ordinal);
}
