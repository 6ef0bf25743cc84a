namespace Mochi.BeamFile.Instructions;

/// <summary>A y register: a slot of the stack frame.</summary>
public sealed record YRegister : Register
{
    private static readonly YRegister[] First = MakeFirst();

    /// <summary>Makes the register of this number.</summary>
    public YRegister(int index)
        : base(index)
    {
    }

    /// <summary>The register of this number; low ones are shared.</summary>
    public static YRegister Of(int index) =>
        (uint)index < (uint)First.Length ? First[index] : new YRegister(index);

    /// <inheritdoc/>
    public override string ToString() => $"{{y,{Index}}}";

    // A plain loop: sequences of integers have to be compiled when the program starts.
    private static YRegister[] MakeFirst()
    {
        var first = new YRegister[256];
        for (var index = 0; index < first.Length; index++)
        {
            first[index] = new YRegister(index);
        }

        return first;
    }
}
