namespace Mochi.BeamFile.Instructions;

/// <summary>An x register: arguments, results and temporaries; calls destroy them.</summary>
public sealed record XRegister : Register
{
    /// <summary>The shared operands of low numbers.</summary>
    internal static readonly XRegister[] Low = MakeLow();

    /// <summary>Makes the register of this number.</summary>
    public XRegister(int index)
        : base(CompactTerm.X, index)
    {
    }

    /// <summary>The register of this number; low ones are shared.</summary>
    public static XRegister Of(int index) =>
        (uint)index < (uint)Low.Length ? Low[index] : new XRegister(index);

    /// <inheritdoc/>
    public override string ToString() => $"{{x,{Index}}}";

    // A plain loop: sequences of integers have to be compiled when the program starts.
    private static XRegister[] MakeLow()
    {
        var low = new XRegister[256];
        for (var index = 0; index < low.Length; index++)
        {
            low[index] = new XRegister(index);
        }

        return low;
    }
}
