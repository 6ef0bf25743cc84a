using System.Collections.Immutable;

namespace Mochi.BeamFile.Terms;

/// <summary>A map. Its pairs keep the order in which they were given; equality does not look at the order.</summary>
public sealed class MapTerm : Term
{
    private Dictionary<Term, Term>? _byKey;

    /// <summary>Makes a map.</summary>
    /// <param name="pairs">Keys and values.</param>
    /// <exception cref="ArgumentException">Two keys are equal.</exception>
    public MapTerm(ImmutableArray<KeyValuePair<Term, Term>> pairs)
        : this(pairs, HasEqualKeys(pairs))
    {
    }

    private MapTerm(ImmutableArray<KeyValuePair<Term, Term>> pairs, bool hasEqualKeys)
        : base(Hash(pairs))
    {
        if (hasEqualKeys)
        {
            throw new ArgumentException("two keys of a map are equal", nameof(pairs));
        }

        Pairs = pairs;
    }

    /// <summary>Keys and values, in the order given.</summary>
    public ImmutableArray<KeyValuePair<Term, Term>> Pairs { get; }

    /// <inheritdoc/>
    public override TermKind Kind => TermKind.Map;

    internal override int ChildCount => Pairs.Length * 2;

    /// <summary>The value of a key; <see langword="null"/> when the map does not have the key.</summary>
    public Term? this[Term key] => (_byKey ??= new Dictionary<Term, Term>(Pairs)).GetValueOrDefault(key);

    /// <summary>Makes a map; <see langword="null"/> when two keys are equal.</summary>
    internal static MapTerm? TryCreate(ImmutableArray<KeyValuePair<Term, Term>> pairs) =>
        HasEqualKeys(pairs) ? null : new MapTerm(pairs, hasEqualKeys: false);

    internal override Term Child(int index) => index % 2 == 0 ? Pairs[index / 2].Key : Pairs[index / 2].Value;

    internal override bool HeadEquals(Term other) => Pairs.Length == ((MapTerm)other).Pairs.Length;

    /// <summary>Finds the value of each key in the other map and leaves the values to be compared.</summary>
    internal bool PairWith(MapTerm other, Stack<(Term Left, Term Right)> pending)
    {
        for (var index = 0; index < Pairs.Length; index++)
        {
            var (key, value) = Pairs[index];
            var candidate = other.Pairs[index].Key.Equals(key) ? other.Pairs[index].Value : other[key];
            if (candidate is null || candidate.GetHashCode() != value.GetHashCode()
                || candidate.GetType() != value.GetType() || !value.HeadEquals(candidate))
            {
                return false;
            }

            if (value.ChildCount > 0)
            {
                pending.Push((value, candidate));
            }
        }

        return true;
    }

    private static bool HasEqualKeys(ImmutableArray<KeyValuePair<Term, Term>> pairs)
    {
        if (pairs.Length > 8)
        {
            return HasEqualKeysOfMany(pairs);
        }

        for (var first = 0; first < pairs.Length; first++)
        {
            for (var second = first + 1; second < pairs.Length; second++)
            {
                if (pairs[first].Key.Equals(pairs[second].Key))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool HasEqualKeysOfMany(ImmutableArray<KeyValuePair<Term, Term>> pairs)
    {
        var keys = new HashSet<Term>(pairs.Length);
        for (var index = 0; index < pairs.Length; index++)
        {
            if (!keys.Add(pairs[index].Key))
            {
                return true;
            }
        }

        return false;
    }

    private static int Hash(ImmutableArray<KeyValuePair<Term, Term>> pairs)
    {
        // The sum does not depend on the order of the pairs, as equality does not.
        var sum = 0;
        for (var index = 0; index < pairs.Length; index++)
        {
            sum = unchecked(sum + TermHash.Add(pairs[index].Key.GetHashCode(), pairs[index].Value.GetHashCode()));
        }

        return TermHash.Add(TermHash.Start(TermKind.Map), sum);
    }
}
