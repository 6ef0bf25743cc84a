using System.Numerics;

namespace Mochi.BeamFile.Terms;

/// <summary>An integer of any size.</summary>
public sealed class IntegerTerm : Term
{
    private const int SmallMinimum = -16;
    private const int SmallMaximum = 1023;
    private static readonly IntegerTerm[] Small = MakeSmall();

    private IntegerTerm(BigInteger value)
        : base(Hash(value)) => Value = value;

    /// <summary>The number.</summary>
    public BigInteger Value { get; }

    /// <inheritdoc/>
    public override TermKind Kind => TermKind.Integer;

    /// <summary>The integer term of this value; small ones are shared.</summary>
    public static IntegerTerm Of(long value) =>
        value is >= SmallMinimum and <= SmallMaximum ? Small[value - SmallMinimum] : new IntegerTerm(value);

    /// <summary>The integer term of this value; small ones are shared.</summary>
    public static IntegerTerm Of(BigInteger value) =>
        value >= SmallMinimum && value <= SmallMaximum ? Small[(int)value - SmallMinimum] : new IntegerTerm(value);

    internal override bool HeadEquals(Term other) => Value == ((IntegerTerm)other).Value;

    private static IntegerTerm[] MakeSmall()
    {
        var small = new IntegerTerm[SmallMaximum - SmallMinimum + 1];
        for (var index = 0; index < small.Length; index++)
        {
            small[index] = new IntegerTerm(index + SmallMinimum);
        }

        return small;
    }

    private static int Hash(BigInteger value)
    {
        var hash = TermHash.Start(TermKind.Integer);
        return value >= long.MinValue && value <= long.MaxValue
            ? TermHash.Add(hash, (long)value)
            : TermHash.Add(hash, (int)(value % int.MaxValue));
    }
}
