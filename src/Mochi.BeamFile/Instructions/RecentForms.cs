namespace Mochi.BeamFile.Instructions;

/// <summary>
/// How operands were written a little earlier, found by identity: the same few occur again and again in code, and looking
/// up what they name takes longer.
/// </summary>
internal sealed class RecentForms
{
    /// <summary>The longest form that is kept.</summary>
    public const int MaximumSize = 4;

    private const int Places = 1024;

    private readonly Entry[] _entries = new Entry[Places];

    /// <summary>Looks for an operand.</summary>
    /// <param name="operand">The operand, which has no form of its own.</param>
    /// <param name="form">Its bytes, the first lowest.</param>
    /// <param name="size">How many there are.</param>
    public bool TryFind(Operand operand, out uint form, out int size)
    {
        ref readonly var entry = ref _entries[Place(operand)];
        form = entry.Form;
        size = entry.Size;
        return ReferenceEquals(entry.Operand, operand);
    }

    /// <summary>Remembers how an operand was written, if that was short.</summary>
    public void Keep(Operand operand, ReadOnlySpan<byte> written)
    {
        if (written.Length > MaximumSize)
        {
            return;
        }

        var form = 0u;
        for (var index = written.Length - 1; index >= 0; index--)
        {
            form = (form << 8) | written[index];
        }

        Keep(operand, form, written.Length);
    }

    /// <summary>Remembers how an operand was written.</summary>
    public void Keep(Operand operand, uint form, int size) => _entries[Place(operand)] = new Entry(operand, form, size);

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.Clear(_entries);

    private static int Place(Operand operand) => operand.Key & (Places - 1);

    private readonly record struct Entry(Operand? Operand, uint Form, int Size);
}
