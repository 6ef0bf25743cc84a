namespace Mochi.BeamFile.Instructions;

/// <summary>A float register; calls destroy it.</summary>
public sealed record FloatRegister : Operand, IFloatSource, IFloatDestination
{
    /// <summary>Makes the float register of this number.</summary>
    public FloatRegister(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        Index = index;
    }

    /// <summary>The register's number, from 0.</summary>
    public int Index { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{{fr,{Index}}}";
}
