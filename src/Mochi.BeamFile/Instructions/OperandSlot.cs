using System.Collections.Immutable;

namespace Mochi.BeamFile.Instructions;

/// <summary>One place for an operand in an instruction.</summary>
public sealed class OperandSlot
{
    /// <summary>How many tags compact terms have.</summary>
    internal const int TagCount = 8;

    private static readonly OperandSlot Anything = new("item", OperandSlotKind.Unsigned);

    internal OperandSlot(string role, OperandSlotKind kind)
    {
        Role = role;
        Kind = kind;
        TableOffset = TagCount * (int)(kind switch
        {
            OperandSlotKind.Import => NumberTable.Imports,
            OperandSlotKind.Lambda or OperandSlotKind.FunTag => NumberTable.Lambdas,
            OperandSlotKind.HeapNeed => NumberTable.HeapNeeds,
            OperandSlotKind.Location => NumberTable.Locations,
            _ => NumberTable.Numbers,
        });
    }

    internal OperandSlot(string role, OperandSlotKind kind, string lengthRole, int bitsPerUnit)
        : this(role, kind)
    {
        LengthRole = lengthRole;
        BitsPerUnit = bitsPerUnit;
    }

    internal OperandSlot(string role, OperandSlotKind kind, ImmutableArray<OperandSlot> group, bool isNonEmpty)
        : this(role, kind)
    {
        Group = group;
        IsNonEmpty = isNonEmpty;
        foreach (var item in group)
        {
            HasStrings |= item.LengthRole is not null;
        }
    }

    /// <summary>What the operand is for, in one word.</summary>
    public string Role { get; }

    /// <summary>What it may be.</summary>
    public OperandSlotKind Kind { get; }

    /// <summary>For bytes of the string table, the role of the operand that gives their length.</summary>
    public string? LengthRole { get; }

    /// <summary>For bytes of the string table, how many bits one of that length is: 1 or 8.</summary>
    public int BitsPerUnit { get; }

    /// <summary>For lists, the operands that repeat.</summary>
    public ImmutableArray<OperandSlot> Group { get; } = [];

    /// <summary>For lists, whether there must be at least one group.</summary>
    public bool IsNonEmpty { get; }

    /// <summary>Whether items of the list are bytes of the string table.</summary>
    internal bool HasStrings { get; }

    /// <summary>
    /// Where the tables for this place begin, one for each tag: what a number stands for depends on the place.
    /// </summary>
    internal int TableOffset { get; }

    /// <summary>
    /// The place of the item at this position of a list; the items of a list without groups are plain.
    /// </summary>
    internal OperandSlot GroupSlot(int index) => Group.IsEmpty ? Anything : Group[index % Group.Length];
}
