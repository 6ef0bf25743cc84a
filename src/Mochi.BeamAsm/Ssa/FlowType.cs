using System.Numerics;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Ssa;

/// <summary>
/// What the flow of a function proves about a value. Nothing in it is taken on trust: the virtual machine relies on it.
/// </summary>
/// <param name="Base">Kinds, integer bounds and unit, as a type table can say them.</param>
/// <param name="Shape">Shape of a value that is proven to be a tuple of it, if known.</param>
internal sealed record FlowType(BeamType Base, TupleShape? Shape = null)
{
    /// <summary>Nothing is known.</summary>
    public static FlowType Any { get; } = new(BeamType.Any);

    /// <summary>No value gets here.</summary>
    public static FlowType None { get; } = new(new BeamType(BeamTypeKinds.None));

    /// <summary>Compares everything that is known.</summary>
    public bool Equals(FlowType? other) => other is not null
        && Base.Equals(other.Base)
        && Shape.HasValue == other.Shape.HasValue
        && (Shape is not { } shape || (shape.Arity == other.Shape!.Value.Arity && shape.Tag == other.Shape.Value.Tag));

    /// <inheritdoc/>
    public override int GetHashCode() => Base.GetHashCode();

    /// <summary>Whether no value gets here.</summary>
    public bool IsNone => Base.Kinds == BeamTypeKinds.None;

    /// <summary>Whether the value is of some kinds only.</summary>
    public bool IsOnly(BeamTypeKinds kinds) => !IsNone && (Base.Kinds & ~kinds) == 0;

    /// <summary>Whether the value may be of one of some kinds.</summary>
    public bool MayBe(BeamTypeKinds kinds) => (Base.Kinds & kinds) != 0;

    /// <summary>The type of a constant.</summary>
    public static FlowType Of(Term term) => term switch
    {
        AtomTerm => new(BeamType.Atom),
        IntegerTerm { Value: var value } => OfInteger(value, value),
        FloatTerm => new(BeamType.Float),
        BitstringTerm bitstring => new(bitstring.BitsInLastByte == 8 ? BeamType.Binary : BeamType.AnyBitstring),
        NilTerm => new(BeamType.Nil),
        ListTerm => new(BeamType.Cons),
        MapTerm => new(BeamType.Map),
        ExternalFunTerm => new(BeamType.Fun),
        TupleTerm tuple => OfTuple(tuple.Arity, tuple.Arity > 0 && tuple[0] is AtomTerm tag ? tag.Name : null),
        _ => Any,
    };

    /// <summary>An integer within bounds; a bound that the machine's table cannot hold is dropped.</summary>
    public static FlowType OfInteger(BigInteger? minimum, BigInteger? maximum) =>
        new(BeamType.IntegerRange(Bound(minimum), Bound(maximum)));

    /// <summary>A tuple of a shape.</summary>
    public static FlowType OfTuple(int arity, string? tag) => new(BeamType.Tuple, new TupleShape(arity, tag));

    /// <summary>What holds for a value that is of either type.</summary>
    public FlowType Join(FlowType other)
    {
        if (IsNone || other.IsNone)
        {
            return IsNone ? other : this;
        }

        TupleShape? shape = Shape is { } a && other.Shape is { } b && a.Arity == b.Arity
            ? new TupleShape(a.Arity, a.Tag == b.Tag ? a.Tag : null)
            : null;
        BeamType joined = Base.Join(other.Base);
        return new FlowType(joined, joined.Kinds == BeamTypeKinds.Tuple ? shape : null);
    }

    /// <summary>What holds for a value that is of both types.</summary>
    public FlowType Meet(FlowType other)
    {
        BeamTypeKinds kinds = Base.Kinds & other.Base.Kinds;
        long? minimum = Base.Minimum is { } a && other.Base.Minimum is { } b ? Math.Max(a, b) : Base.Minimum ?? other.Base.Minimum;
        long? maximum = Base.Maximum is { } c && other.Base.Maximum is { } d ? Math.Min(c, d) : Base.Maximum ?? other.Base.Maximum;
        if (minimum > maximum)
        {
            kinds &= ~BeamTypeKinds.Integer;
        }

        return Restricted(kinds, minimum, maximum, Base.Unit ?? other.Base.Unit, Shape ?? other.Shape);
    }

    /// <summary>What holds for a value of this type that is none of some kinds.</summary>
    public FlowType Without(BeamTypeKinds kinds) =>
        Restricted(Base.Kinds & ~kinds, Base.Minimum, Base.Maximum, Base.Unit, Shape);

    /// <summary>Drops the bounds that differ from an earlier finding, so that finding them comes to an end.</summary>
    public FlowType Widen(FlowType earlier) => Base.Kinds != BeamTypeKinds.Integer ? this : new(BeamType.IntegerRange(
        Base.Minimum == earlier.Base.Minimum ? Base.Minimum : null,
        Base.Maximum == earlier.Base.Maximum ? Base.Maximum : null));

    private static FlowType Restricted(
        BeamTypeKinds kinds, long? minimum, long? maximum, int? unit, TupleShape? shape)
    {
        bool isInteger = kinds == BeamTypeKinds.Integer;
        return new FlowType(
            new BeamType(
                kinds,
                isInteger ? minimum : null,
                isInteger ? maximum : null,
                kinds == BeamTypeKinds.Bitstring ? unit : null),
            kinds == BeamTypeKinds.Tuple ? shape : null);
    }

    private static long? Bound(BigInteger? value) =>
        value >= BeamType.SmallestBound && value <= BeamType.LargestBound ? (long)value : null;
}
