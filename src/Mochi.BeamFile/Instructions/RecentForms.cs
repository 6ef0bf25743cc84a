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

    private readonly Operand?[] _operands = new Operand?[Places];
    private readonly uint[] _forms = new uint[Places];
    private readonly byte[] _sizes = new byte[Places];

    /// <summary>Looks for an operand.</summary>
    /// <param name="operand">The operand, which has no form of its own.</param>
    /// <param name="form">Its bytes, the first lowest.</param>
    /// <param name="size">How many there are.</param>
    public bool TryFind(Operand operand, out uint form, out int size)
    {
        var place = Place(operand);
        form = _forms[place];
        size = _sizes[place];
        return ReferenceEquals(_operands[place], operand);
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

        var place = Place(operand);
        _operands[place] = operand;
        _forms[place] = form;
        _sizes[place] = (byte)written.Length;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.Clear(_operands);

    private static int Place(Operand operand) => operand.Key & (Places - 1);
}
