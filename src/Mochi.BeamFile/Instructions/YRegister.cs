namespace Mochi.BeamFile.Instructions;

/// <summary>A y register: a slot of the stack frame.</summary>
public sealed record YRegister : Register
{
    /// <summary>The shared operands of low numbers.</summary>
    internal static readonly YRegister[] Low = MakeLow();

    /// <summary>Makes the register of this number.</summary>
    public YRegister(int index)
        : base(CompactTerm.Y, index)
    {
    }

    /// <summary>The register of this number; low ones are shared.</summary>
    public static YRegister Of(int index) =>
        (uint)index < (uint)Low.Length ? Low[index] : new YRegister(index);

    /// <inheritdoc/>
    public override string ToString() => $"{{y,{Index}}}";

    // A plain loop: sequences of integers have to be compiled when the program starts.
    private static YRegister[] MakeLow()
    {
        var low = new YRegister[256];
        for (var index = 0; index < low.Length; index++)
        {
            low[index] = new YRegister(index);
        }

        return low;
    }
}
