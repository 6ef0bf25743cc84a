namespace Mochi.BeamAsm.Verification.Types;

/// <content>Intersections and what can be told of two types.</content>
public sealed partial class TermType
{
    /// <summary>What is in both; this type or the other when it is that. Never more than either.</summary>
    public TermType Meet(TermType other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(this, other) || (ReferenceEquals(other, AnyValue) && !MayBeAbstract))
        {
            return this;
        }

        if (ReferenceEquals(this, AnyValue) && !other.MayBeAbstract)
        {
            return other;
        }

        if ((Kinds & other.Kinds) == 0)
        {
            return NoValue;
        }

        if (other._isPlain && (Kinds & ~other.Kinds) == 0)
        {
            return this;
        }

        if (_isPlain && (other.Kinds & ~Kinds) == 0)
        {
            return other;
        }

        ref var memo = ref TypeMemo.Current.Find(TypeMemo.Operation.Meet, this, other);
        return memo.TryGet(TypeMemo.Operation.Meet, this, other, out var known)
            ? known : memo.Set(TypeMemo.Operation.Meet, this, other, Intersect(other));
    }

    private TermType Intersect(TermType other)
    {
        var parts = ToParts();
        parts.Kinds &= other.Kinds;
        parts.Minimum = Math.Max(parts.Minimum, other._minimum);
        parts.Maximum = Math.Min(parts.Maximum, other._maximum);
        if (parts.Minimum > parts.Maximum)
        {
            parts.Kinds &= ~TermKinds.Integer;
        }

        if ((parts.Kinds & TermKinds.Atom) != 0)
        {
            parts.Atoms = OrderedSets.Intersection(parts.Atoms, other._atoms, AtomOrder);
            parts.Kinds &= parts.Atoms is [] ? ~TermKinds.Atom : ~TermKinds.None;
        }

        if ((parts.Kinds & TermKinds.Cons) != 0)
        {
            parts.Element = Meet(parts.Element, other._details.Element);
            parts.Terminator = Meet(parts.Terminator, other._details.Terminator);
            parts.Kinds &= parts.Element is { IsNone: true } || parts.Terminator is { IsNone: true } ? ~TermKinds.Cons : ~TermKinds.None;
        }

        if ((parts.Kinds & TermKinds.Tuple) != 0)
        {
            parts.Shapes = TupleShapes.Meet(parts.Shapes, other._shapes);
            parts.Kinds &= parts.Shapes is [] ? ~TermKinds.Tuple : ~TermKinds.None;
        }

        if ((parts.Kinds & TermKinds.Fun) != 0)
        {
            parts.Kinds &= parts.Arity >= 0 && other._details.Arity >= 0 && parts.Arity != other._details.Arity ? ~TermKinds.Fun : ~TermKinds.None;
            parts.Arity = Math.Max(parts.Arity, other._details.Arity);
            parts.Result = Meet(parts.Result, other._details.Result);
        }

        if ((parts.Kinds & TermKinds.Map) != 0)
        {
            parts.Key = Meet(parts.Key, other._details.Key);
            parts.Value = Meet(parts.Value, other._details.Value);
        }

        if ((parts.Kinds & TermKinds.NativeRecord) != 0)
        {
            parts.Records = OrderedSets.Intersection(parts.Records, other._details.Records, RecordOrder);
            parts.Kinds &= parts.Records is [] ? ~TermKinds.NativeRecord : ~TermKinds.None;
        }

        parts.Unit = CommonMultiple(parts.Unit, other._details.Unit);
        parts.IsWritable |= other._details.IsWritable;
        parts.ContextUnit = CommonMultiple(parts.ContextUnit, other._details.ContextUnit);
        return Build(ref parts, this, other);
    }

    /// <summary>Whether every value of this type is of the other.</summary>
    /// <remarks>May say no when it takes several tuple shapes of the other together to include one of this.</remarks>
    public bool IsSubsetOf(TermType other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if ((Kinds & ~other.Kinds) != 0)
        {
            return false;
        }

        if (other._isPlain)
        {
            return true;
        }

        return (!Has(TermKinds.Integer) || (_minimum >= other._minimum && _maximum <= other._maximum))
            && (!Has(TermKinds.Atom) || OrderedSets.IsSubset(_atoms, other._atoms, AtomOrder))
            && (!Has(TermKinds.Tuple) || TupleShapes.IsSubset(_shapes, other._shapes))
            && AreSimpleKindsIn(other, Kinds);
    }

    /// <summary>Whether no value is of both types.</summary>
    public bool IsDisjointFrom(TermType other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (Kinds & other.Kinds) == 0 || (!_isPlain && !other._isPlain && Meet(other).IsNone);
    }

    /// <summary>This without the other; more may be left than that, but nothing is taken away that the other is not.</summary>
    public TermType Subtract(TermType other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var shared = Kinds & other.Kinds;
        if (shared == 0)
        {
            return this;
        }

        if (other._isPlain && shared == Kinds)
        {
            return NoValue;
        }

        ref var memo = ref TypeMemo.Current.Find(TypeMemo.Operation.Subtract, this, other);
        return memo.TryGet(TypeMemo.Operation.Subtract, this, other, out var known)
            ? known : memo.Set(TypeMemo.Operation.Subtract, this, other, Without(other, shared));
    }

    private TermType Without(TermType other, TermKinds shared)
    {
        var parts = ToParts();
        if ((shared & TermKinds.Integer) != 0)
        {
            SubtractIntegers(ref parts, other);
        }

        if ((shared & TermKinds.Atom) != 0)
        {
            parts.Atoms = other._atoms is null ? [] : parts.Atoms is null ? null
                : OrderedSets.Difference(parts.Atoms, other._atoms, AtomOrder);
            parts.Kinds &= parts.Atoms is [] ? ~TermKinds.Atom : ~TermKinds.None;
        }

        if ((shared & TermKinds.Tuple) != 0)
        {
            parts.Shapes = TupleShapes.Subtract(parts.Shapes, other._shapes);
            parts.Kinds &= parts.Shapes is [] ? ~TermKinds.Tuple : ~TermKinds.None;
        }

        if ((shared & TermKinds.NativeRecord) != 0)
        {
            parts.Records = other._details.Records is null ? [] : parts.Records is null ? null
                : OrderedSets.Difference(parts.Records, other._details.Records, RecordOrder);
            parts.Kinds &= parts.Records is [] ? ~TermKinds.NativeRecord : ~TermKinds.None;
        }

        var rest = shared & ~(TermKinds.Integer | TermKinds.Atom | TermKinds.Tuple | TermKinds.NativeRecord);
        while (rest != 0)
        {
            var kind = rest & (TermKinds)(-(int)rest);
            rest &= ~kind;
            parts.Kinds &= AreSimpleKindsIn(other, kind) ? ~kind : ~TermKinds.None;
        }

        return Build(ref parts, this);
    }

    // A range minus another is a range when that cuts off an end of it.
    private static void SubtractIntegers(ref Parts parts, TermType other)
    {
        if (other._minimum <= parts.Minimum && other._maximum >= parts.Maximum)
        {
            parts.Kinds &= ~TermKinds.Integer;
        }
        else if (other._minimum <= parts.Minimum && other._maximum >= parts.Minimum)
        {
            parts.Minimum = other._maximum + 1;
        }
        else if (other._maximum >= parts.Maximum && other._minimum <= parts.Maximum)
        {
            parts.Maximum = other._minimum - 1;
        }
    }

    private bool AreSimpleKindsIn(TermType other, TermKinds kinds)
    {
        kinds &= Kinds;
        return ((kinds & TermKinds.Bitstring) == 0 || (_details.Unit % other._details.Unit == 0 && (_details.IsWritable || !other._details.IsWritable)))
            && ((kinds & (TermKinds.MatchContext | TermKinds.MatchPosition)) == 0 || _details.ContextUnit % other._details.ContextUnit == 0)
            && ((kinds & TermKinds.Cons) == 0
                || (IsSubset(_details.Element, other._details.Element) && IsSubset(_details.Terminator, other._details.Terminator)))
            && ((kinds & TermKinds.Map) == 0 || (IsSubset(_details.Key, other._details.Key) && IsSubset(_details.Value, other._details.Value)))
            && ((kinds & TermKinds.Fun) == 0
                || ((other._details.Arity < 0 || _details.Arity == other._details.Arity) && IsSubset(_details.Result, other._details.Result)))
            && ((kinds & TermKinds.NativeRecord) == 0 || OrderedSets.IsSubset(_details.Records, other._details.Records, RecordOrder));
    }

    private static TermType? Meet(TermType? left, TermType? right) =>
        left is null ? right : right is null ? left : left.Meet(right);

    private static bool IsSubset(TermType? part, TermType? whole) =>
        whole is null || (part is not null && part.IsSubsetOf(whole));

    // A common multiple too large to keep: one of the two alone is true as well.
    private static int CommonMultiple(int left, int right)
    {
        var both = (long)(left / CommonDivisor(left, right)) * right;
        return both <= int.MaxValue ? (int)both : Math.Max(left, right);
    }
}
