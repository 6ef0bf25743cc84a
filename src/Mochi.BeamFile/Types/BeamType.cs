using System.Globalization;

namespace Mochi.BeamFile.Types;

/// <summary>
/// What the compiler knows about the value of a register, as the <c>Type</c> chunk can say it. The just-in-time
/// compiler trusts it: a wrong type makes wrong code.
/// </summary>
/// <param name="Kinds">The sets of terms that the value may belong to.</param>
/// <param name="Minimum">A lower bound of the value if it is an integer.</param>
/// <param name="Maximum">An upper bound of the value if it is an integer.</param>
/// <param name="Unit">A number of bits, 1 to 256, that divides the value's length if it is a bitstring.</param>
public sealed record BeamType(BeamTypeKinds Kinds, long? Minimum = null, long? Maximum = null, int? Unit = null)
{
    /// <summary>
    /// The smallest bound that the chunk holds (the smallest integer that the JIT keeps in one word).
    /// </summary>
    public const long SmallestBound = -(1L << 59);

    /// <summary>The largest bound that the chunk holds.</summary>
    public const long LargestBound = (1L << 59) - 1;

    /// <summary>Any term: entry 0 of every type table.</summary>
    public static BeamType Any { get; } = new(BeamTypeKinds.Any);

    /// <summary>An atom.</summary>
    public static BeamType Atom { get; } = new(BeamTypeKinds.Atom);

    /// <summary>A boolean; the chunk says atom, as it has no narrower word.</summary>
    public static BeamType Boolean => Atom;

    /// <summary>Any integer.</summary>
    public static BeamType Integer { get; } = new(BeamTypeKinds.Integer);

    /// <summary>A float.</summary>
    public static BeamType Float { get; } = new(BeamTypeKinds.Float);

    /// <summary>An integer or a float.</summary>
    public static BeamType Number { get; } = new(BeamTypeKinds.Number);

    /// <summary>A list with at least one element.</summary>
    public static BeamType Cons { get; } = new(BeamTypeKinds.Cons);

    /// <summary>The empty list.</summary>
    public static BeamType Nil { get; } = new(BeamTypeKinds.Nil);

    /// <summary>A list, empty or not (its tail may be anything).</summary>
    public static BeamType List { get; } = new(BeamTypeKinds.List);

    /// <summary>A tuple.</summary>
    public static BeamType Tuple { get; } = new(BeamTypeKinds.Tuple);

    /// <summary>A map.</summary>
    public static BeamType Map { get; } = new(BeamTypeKinds.Map);

    /// <summary>A fun.</summary>
    public static BeamType Fun { get; } = new(BeamTypeKinds.Fun);

    /// <summary>A process identifier.</summary>
    public static BeamType Pid { get; } = new(BeamTypeKinds.Pid);

    /// <summary>A port.</summary>
    public static BeamType Port { get; } = new(BeamTypeKinds.Port);

    /// <summary>A reference.</summary>
    public static BeamType Reference { get; } = new(BeamTypeKinds.Reference);

    /// <summary>A bitstring of any length.</summary>
    public static BeamType AnyBitstring { get; } = Bitstring(1);

    /// <summary>A binary.</summary>
    public static BeamType Binary { get; } = Bitstring(8);

    /// <summary>An integer within bounds; a bound that the chunk cannot hold is left out.</summary>
    /// <param name="minimum">The smallest value; <see langword="null"/> when there is none.</param>
    /// <param name="maximum">The largest value; <see langword="null"/> when there is none.</param>
    public static BeamType IntegerRange(long? minimum, long? maximum)
    {
        if (minimum > maximum)
        {
            throw new ArgumentOutOfRangeException(nameof(maximum), "an integer range must not be empty");
        }

        return new BeamType(BeamTypeKinds.Integer, Bound(minimum), Bound(maximum));
    }

    /// <summary>A bitstring whose length is a multiple of <paramref name="unit"/> bits.</summary>
    /// <param name="unit">1 to 256. A unit of 1 says nothing, and nothing is written for it.</param>
    public static BeamType Bitstring(int unit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(unit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(unit, 256);
        return new BeamType(BeamTypeKinds.Bitstring, Unit: unit == 1 ? null : unit);
    }

    /// <summary>An entry of a type table that is missing or of an unknown version; only its number is known.</summary>
    public static BeamType Unknown(int index) =>
        index == 0 ? Any : new BeamType(BeamTypeKinds.None, Minimum: index);

    /// <summary>The smallest type that contains both.</summary>
    public BeamType Join(BeamType other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var integers = (Kinds & BeamTypeKinds.Integer, other.Kinds & BeamTypeKinds.Integer);
        var bitstrings = (Kinds & BeamTypeKinds.Bitstring, other.Kinds & BeamTypeKinds.Bitstring);
        return new BeamType(
            Kinds | other.Kinds,
            integers switch
            {
                (0, _) => other.Minimum,
                (_, 0) => Minimum,
                _ => Smaller(Minimum, other.Minimum),
            },
            integers switch
            {
                (0, _) => other.Maximum,
                (_, 0) => Maximum,
                _ => Larger(Maximum, other.Maximum),
            },
            bitstrings switch
            {
                (0, _) => other.Unit,
                (_, 0) => Unit,
                _ => CommonUnit(Unit ?? 1, other.Unit ?? 1),
            });
    }

    /// <summary>A short text such as <c>integer 0..1000</c> or <c>bitstring unit 8</c>.</summary>
    public override string ToString()
    {
        if (Kinds == BeamTypeKinds.None)
        {
            return Minimum is null ? "none" : string.Create(CultureInfo.InvariantCulture, $"type {Minimum}");
        }

        var text = Kinds == BeamTypeKinds.Any
            ? "any"
            : Kinds.ToString().Replace(", ", " | ", StringComparison.Ordinal).ToLowerInvariant();
        if (Minimum is not null || Maximum is not null)
        {
            text += string.Create(CultureInfo.InvariantCulture, $" {Minimum}..{Maximum}");
        }

        return Unit is null ? text : text + string.Create(CultureInfo.InvariantCulture, $" unit {Unit}");
    }

    /// <summary>Compares kinds, bounds and unit.</summary>
    public bool Equals(BeamType? other) => other is not null
        && Kinds == other.Kinds
        && Minimum == other.Minimum
        && Maximum == other.Maximum
        && Unit == other.Unit;

    /// <inheritdoc/>
    public override int GetHashCode() => ((int)Kinds * 31) + (int)((Minimum ?? 1) ^ ((Maximum ?? 2) * 17)) + (Unit ?? 0);

    private static long? Smaller(long? left, long? right) =>
        left is null || right is null ? null : Math.Min(left.Value, right.Value);

    private static long? Larger(long? left, long? right) =>
        left is null || right is null ? null : Math.Max(left.Value, right.Value);

    private static int? CommonUnit(int left, int right)
    {
        while (right != 0)
        {
            (left, right) = (right, left % right);
        }

        return left == 1 ? null : left;
    }

    private static long? Bound(long? value) => value is < SmallestBound or > LargestBound ? null : value;
}
