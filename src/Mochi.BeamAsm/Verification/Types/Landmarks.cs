namespace Mochi.BeamAsm.Verification.Types;

/// <summary>
/// Integers at which a range that grows stops for a while: those that the code compares with, so that loops with a bound keep it.
/// </summary>
public sealed class Landmarks
{
    // Each is a stop for every range; with many of them nothing would come to an end soon.
    private const int MaximumCount = 48;

    private readonly long[] _places;

    private Landmarks(long[] places) => _places = places;

    /// <summary>Zero only, from either side.</summary>
    public static Landmarks Zero { get; } = Of([]);

    /// <summary>Some integers, those next to them, and zero.</summary>
    public static Landmarks Of(params ReadOnlySpan<long> integers)
    {
        var places = new SortedSet<long> { -1, 0 };
        foreach (var integer in integers)
        {
            if (integer is > long.MinValue + 1 and < long.MaxValue - 1 && places.Count < MaximumCount)
            {
                places.Add(integer - 1);
                places.Add(integer);
                places.Add(integer + 1);
            }
        }

        return new Landmarks([.. places]);
    }

    /// <summary>The next one that is not greater, or the least integer of all.</summary>
    internal long Below(long integer)
    {
        for (var index = _places.Length - 1; index >= 0; index--)
        {
            if (_places[index] <= integer)
            {
                // Nothing is gained by stopping between zero and what is less.
                return _places[index] == -1 ? long.MinValue : _places[index];
            }
        }

        return long.MinValue;
    }

    /// <summary>The next one that is not less, or the greatest integer of all.</summary>
    internal long Above(long integer)
    {
        foreach (var place in _places)
        {
            if (place >= integer)
            {
                return place == 0 ? long.MaxValue : place;
            }
        }

        return long.MaxValue;
    }
}
