using System.Runtime.CompilerServices;

namespace Mochi.BeamAsm.Verification;

/// <summary>Room for small arrays in large ones, which are made once and cost the garbage collector nothing to keep.</summary>
/// <typeparam name="T">What the arrays have.</typeparam>
internal sealed class SharedArray<T>
{
    // Large enough to be among the large objects, which are not moved.
    private static readonly int Length = Math.Max((1 << 17) / Unsafe.SizeOf<T>(), 1);

    private readonly List<T[]> _arrays = [];
    private int _array = -1;
    private int _used = Length;

    // The furthest place that has been gone back from.
    private (int Array, int Used) _furthest = (-1, Length);

    /// <summary>Where the next array comes.</summary>
    public (int Array, int Used) Place => (_array, _used);

    /// <summary>Finds room for an array.</summary>
    /// <param name="count">How many elements it has.</param>
    /// <param name="first">Where it begins.</param>
    /// <returns>The large array that it is a part of.</returns>
    public T[] Reserve(int count, out int first)
    {
        if (count > Length)
        {
            first = 0;
            return new T[count];
        }

        if (_used + count > Length)
        {
            _used = 0;
            if (++_array == _arrays.Count)
            {
                _arrays.Add(new T[Length]);
            }
        }

        first = _used;
        _used += count;
        return _arrays[_array];
    }

    /// <summary>Gives back the room of all arrays from a place on.</summary>
    public void GoBack((int Array, int Used) place)
    {
        if (Place.CompareTo(_furthest) > 0)
        {
            _furthest = Place;
        }

        (_array, _used) = place;
    }

    /// <summary>Gives back all room, and lets go of what is there.</summary>
    public void Clear()
    {
        GoBack((-1, Length));
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            for (var index = 0; index <= _furthest.Array; index++)
            {
                Array.Clear(_arrays[index], 0, index == _furthest.Array ? _furthest.Used : Length);
            }
        }

        _furthest = Place;
    }
}
