namespace Mochi.BeamFile.Instructions;

/// <summary>A label, or <see cref="None"/> where an instruction raises instead of branching.</summary>
public sealed record LabelOperand : Operand, IMatchStart
{
    /// <summary>Names a label.</summary>
    /// <param name="label">The label's number, from 1; 0 is <see cref="None"/>.</param>
    public LabelOperand(int label)
        : base(CompactTerm.Label, (ulong)label)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        Label = label;
    }

    /// <summary>No label: a failure raises an exception.</summary>
    public static LabelOperand None { get; } = new(0);

    /// <summary>The shared operands of low numbers, made when they are first needed.</summary>
    internal static readonly LabelOperand?[] Low = [None, .. new LabelOperand?[4095]];

    /// <summary>The operand of this number, 0 for <see cref="None"/>; low ones are shared.</summary>
    public static LabelOperand Of(int label) =>
        (uint)label < (uint)Low.Length ? Low[label] ??= new LabelOperand(label) : new LabelOperand(label);

    /// <summary>The label's number; 0 for none.</summary>
    public int Label { get; }

    /// <summary>Whether there is a label.</summary>
    public bool IsLabel => Label != 0;

    /// <inheritdoc/>
    public override string ToString() => $"{{f,{Label}}}";
}
