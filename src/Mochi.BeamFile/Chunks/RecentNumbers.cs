using System.Runtime.CompilerServices;

namespace Mochi.BeamFile.Chunks;

/// <summary>
/// The numbers that objects got in a table a little earlier, found by identity: the same few operands occur again and
/// again in code, and comparing what they name takes longer.
/// </summary>
internal sealed class RecentNumbers
{
    private const int Places = 256;

    private readonly object?[] _entries = new object?[Places];
    private readonly int[] _numbers = new int[Places];

    /// <summary>Looks for an object.</summary>
    public bool TryFind(object entry, out int number)
    {
        var place = Place(entry);
        number = _numbers[place];
        return ReferenceEquals(_entries[place], entry);
    }

    /// <summary>Remembers the number of an object.</summary>
    /// <returns>The number.</returns>
    public int Keep(object entry, int number)
    {
        var place = Place(entry);
        _entries[place] = entry;
        _numbers[place] = number;
        return number;
    }

    private static int Place(object entry) => RuntimeHelpers.GetHashCode(entry) & (Places - 1);
}
