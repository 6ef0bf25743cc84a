using System.Collections.Immutable;

namespace Mochi.BeamAsm.Verification;

/// <summary>What <c>catch</c> or <c>try</c> left in a stack slot.</summary>
/// <param name="IsTry">Whether it was <c>try</c>.</param>
/// <param name="Handlers">The labels that an exception may go to, ascending; several where paths met.</param>
internal sealed record CatchTag(bool IsTry, ImmutableArray<int> Handlers)
{
    /// <summary>Compares the labels one by one.</summary>
    public bool Equals(CatchTag? other) =>
        ReferenceEquals(this, other)
        || (other is not null && IsTry == other.IsTry && Handlers.AsSpan().SequenceEqual(other.Handlers.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode() => Handlers.IsEmpty ? 0 : Handlers[0];

    /// <summary>Whether every label of another tag is one of this.</summary>
    public bool Covers(CatchTag other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        foreach (var handler in other.Handlers)
        {
            if (!Handlers.Contains(handler))
            {
                return false;
            }
        }

        return IsTry == other.IsTry;
    }

    /// <summary>The tag of either path; <see langword="null"/> when they are of different kinds.</summary>
    public CatchTag? Join(CatchTag other) =>
        Equals(other) ? this
        : IsTry != other.IsTry ? null
        : new CatchTag(IsTry, [.. Handlers.Union(other.Handlers).Order()]);
}
