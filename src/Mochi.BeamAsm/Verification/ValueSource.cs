namespace Mochi.BeamAsm.Verification;

/// <summary>A value of the machine's state, or a constant.</summary>
/// <param name="Value">The number of the value; negative for a constant.</param>
/// <param name="Constant">The constant.</param>
internal readonly record struct ValueSource(int Value, Constant? Constant = null)
{
    /// <summary>Whether it is a constant.</summary>
    public bool IsConstant => Constant is not null;

    /// <summary>A constant.</summary>
    public static ValueSource Of(Constant constant) => new(MachineState.NoValue, constant);

    /// <summary>Compares the values' numbers or the constants' terms.</summary>
    public bool Equals(ValueSource other) =>
        Value == other.Value
        && (ReferenceEquals(Constant, other.Constant)
            || (Constant is not null && other.Constant is not null && Constant.Term.Equals(other.Constant.Term)));

    /// <inheritdoc/>
    public override int GetHashCode() => Value;
}
