namespace Mochi.BeamFile.Instructions;

/// <summary>A y register: a slot of the stack frame.</summary>
public sealed record YRegister : Register
{
    private static readonly YRegister[] First = [.. Enumerable.Range(0, 256).Select(index => new YRegister(index))];

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
}
