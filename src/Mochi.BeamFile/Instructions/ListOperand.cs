using System.Collections.Immutable;

namespace Mochi.BeamFile.Instructions;

/// <summary>A list of operands; only the last operand of an instruction is one, and lists do not nest.</summary>
public sealed record ListOperand : Operand
{
    /// <summary>Makes a list.</summary>
    public ListOperand(ImmutableArray<Operand> items) => Items = items;

    /// <summary>The operands, in order, groups not marked.</summary>
    public ImmutableArray<Operand> Items { get; }

    /// <summary>Compares the operands one by one.</summary>
    public bool Equals(ListOperand? other) => other is not null && Items.AsSpan().SequenceEqual(other.Items.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = Items.Length;
        foreach (var item in Items)
        {
            hash = Terms.TermHash.Add(hash, item.GetHashCode());
        }

        return hash;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{{list,[{string.Join(',', Items)}]}}";
}
