using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Chunks;

/// <summary>
/// The numbers that operands got in a table a little earlier, found by identity: the same few occur again and again in
/// code, and comparing what they name takes longer.
/// </summary>
internal sealed class RecentNumbers
{
    private const int Places = 1024;

    private readonly Operand?[] _entries = new Operand?[Places];
    private readonly int[] _numbers = new int[Places];

    /// <summary>Looks for an operand.</summary>
    public bool TryFind(Operand entry, out int number)
    {
        var place = Place(entry);
        number = _numbers[place];
        return ReferenceEquals(_entries[place], entry);
    }

    /// <summary>Remembers the number of an operand.</summary>
    /// <returns>The number.</returns>
    public int Keep(Operand entry, int number)
    {
        var place = Place(entry);
        _entries[place] = entry;
        _numbers[place] = number;
        return number;
    }

    private static int Place(Operand entry) => entry.Serial & (Places - 1);
}
