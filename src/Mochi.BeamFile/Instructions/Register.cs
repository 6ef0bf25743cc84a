namespace Mochi.BeamFile.Instructions;

/// <summary>A register of values: <see cref="XRegister"/> or <see cref="YRegister"/>.</summary>
public abstract record Register : Operand, IRegisterOperand, IFloatSource, IFloatDestination
{
    private protected Register(int tag, int index)
        : base(tag, (ulong)index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        Index = index;
    }

    /// <summary>The register's number, from 0; loaders take at most 1023.</summary>
    public int Index { get; }

    /// <summary>The x register of this number.</summary>
    public static XRegister X(int index) => XRegister.Of(index);

    /// <summary>The y register (stack slot) of this number.</summary>
    public static YRegister Y(int index) => YRegister.Of(index);

    /// <summary>This register with what is known about its value.</summary>
    public TypedRegister WithType(Types.BeamType type) => new(this, type);
}
