using System.Collections.Immutable;

namespace Mochi.BeamAsm.Verification;

/// <summary>A set of float registers; compilers use a handful of the thousand.</summary>
/// <param name="Low">Registers 0 to 63, one bit each.</param>
/// <param name="High">The others.</param>
internal readonly record struct FloatSet(ulong Low, ImmutableSortedSet<int>? High)
{
    private const int LowCount = 64;

    /// <summary>Whether a register is in it.</summary>
    public bool Contains(int index) => index < LowCount ? ((Low >> index) & 1) != 0 : High?.Contains(index) == true;

    /// <summary>With a register.</summary>
    public FloatSet With(int index) =>
        index < LowCount ? this with { Low = Low | (1UL << index) } : this with { High = (High ?? []).Add(index) };

    /// <summary>What both have.</summary>
    public FloatSet And(FloatSet other) =>
        new(Low & other.Low, High is null || other.High is null ? null : High.Intersect(other.High));

    /// <summary>Compares the registers.</summary>
    public bool Equals(FloatSet other) =>
        Low == other.Low && (ReferenceEquals(High, other.High) || (High ?? []).SetEquals(other.High ?? []));

    /// <inheritdoc/>
    public override int GetHashCode() => Low.GetHashCode();
}
