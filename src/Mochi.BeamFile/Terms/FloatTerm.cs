namespace Mochi.BeamFile.Terms;

/// <summary>A float. Two floats are equal when their bits are, so <c>0.0</c> and <c>-0.0</c> differ.</summary>
public sealed class FloatTerm : Term
{
    /// <summary>Makes a float.</summary>
    /// <param name="value">A finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is infinite or not a number.</exception>
    public FloatTerm(double value)
        : base(TermHash.Add(TermHash.Start(TermKind.Float), BitConverter.DoubleToInt64Bits(value)))
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), "BEAM floats are finite");
        }

        Value = value;
    }

    /// <summary>The number.</summary>
    public double Value { get; }

    /// <inheritdoc/>
    public override TermKind Kind => TermKind.Float;

    internal override bool HeadEquals(Term other) =>
        BitConverter.DoubleToInt64Bits(Value) == BitConverter.DoubleToInt64Bits(((FloatTerm)other).Value);
}
