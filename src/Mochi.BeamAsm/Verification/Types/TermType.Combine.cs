using System.Collections.Immutable;

namespace Mochi.BeamAsm.Verification.Types;

/// <content>Joining and narrowing.</content>
public sealed partial class TermType
{
    /// <summary>The least type that includes both.</summary>
    public TermType Join(TermType other) => Combine(other, widens: false);

    /// <summary>A type that includes both and that does not grow for ever: bounds of integers that move are dropped.</summary>
    public TermType Widen(TermType next) => Combine(next, widens: true);

    internal TermType Combine(TermType other, bool widens)
    {
        if (ReferenceEquals(this, other) || other.IsNone)
        {
            return this;
        }

        if (IsNone)
        {
            return other;
        }

        if ((other.Kinds & ~Kinds) == 0 && other.IsSubsetOf(this))
        {
            return this;
        }

        var shared = Kinds & other.Kinds;
        var kinds = Kinds | other.Kinds;
        TermType Source(TermKinds kind) => (Kinds & kind) != 0 ? this : other;
        bool Both(TermKinds kind) => (shared & kind) != 0;
        var (integer, cons, map) = (Source(TermKinds.Integer), Source(TermKinds.Cons), Source(TermKinds.Map));
        var (fun, bits, context) = (Source(TermKinds.Fun), Source(TermKinds.Bitstring), Source(TermKinds.MatchContext | TermKinds.MatchPosition));
        var (minimum, maximum) = Both(TermKinds.Integer) ? Range(other, widens) : (integer.Minimum, integer.Maximum);
        return new TermType(kinds)
        {
            Minimum = minimum,
            Maximum = maximum,
            Atoms = Both(TermKinds.Atom) ? Union(Atoms, other.Atoms) : Source(TermKinds.Atom).Atoms,
            Unit = Both(TermKinds.Bitstring) ? Gcd(Unit, other.Unit) : bits.Unit,
            ContextUnit = Both(TermKinds.MatchContext | TermKinds.MatchPosition) ? Gcd(ContextUnit, other.ContextUnit) : context.ContextUnit,
            ElementType = Both(TermKinds.Cons) ? Combine(ElementType, other.ElementType, widens) : cons.ElementType,
            Terminator = Both(TermKinds.Cons) ? Combine(Terminator, other.Terminator, widens) : cons.Terminator,
            KeyType = Both(TermKinds.Map) ? Combine(KeyType, other.KeyType, widens) : map.KeyType,
            ValueType = Both(TermKinds.Map) ? Combine(ValueType, other.ValueType, widens) : map.ValueType,
            FunArity = Both(TermKinds.Fun) ? (FunArity == other.FunArity ? FunArity : -1) : fun.FunArity,
            FunResultType = Both(TermKinds.Fun) ? Combine(FunResultType, other.FunResultType, widens) : fun.FunResultType,
            Shapes = Both(TermKinds.Tuple) ? JoinShapes(Shapes, other.Shapes, widens) : Source(TermKinds.Tuple).Shapes,
            Depth = Math.Max(Depth, other.Depth),
        };
    }

    /// <summary>What is in both; never more than either.</summary>
    public TermType Meet(TermType other)
    {
        if (ReferenceEquals(this, other) || IsSubsetOf(other))
        {
            return this;
        }

        if (other.IsSubsetOf(this))
        {
            return other;
        }

        var kinds = Kinds & other.Kinds;
        var minimum = Greater(Minimum, other.Minimum);
        var maximum = Lesser(Maximum, other.Maximum);
        if (minimum > maximum)
        {
            kinds &= ~TermKinds.Integer;
        }

        var atoms = Atoms.IsDefault ? other.Atoms : other.Atoms.IsDefault ? Atoms : [.. Atoms.Intersect(other.Atoms, StringComparer.Ordinal)];
        if (atoms is { IsDefault: false, IsEmpty: true })
        {
            kinds &= ~TermKinds.Atom;
        }

        var (element, terminator) = (Meet(ElementType, other.ElementType), Meet(Terminator, other.Terminator));
        if (element is { IsNone: true } || terminator is { IsNone: true })
        {
            kinds &= ~TermKinds.Cons;
        }

        if (FunArity >= 0 && other.FunArity >= 0 && FunArity != other.FunArity)
        {
            kinds &= ~TermKinds.Fun;
        }

        var shapes = (kinds & TermKinds.Tuple) != 0 ? MeetShapes(Shapes, other.Shapes) : TupleShape.AnyList;
        if (shapes.IsEmpty)
        {
            kinds &= ~TermKinds.Tuple;
            shapes = TupleShape.AnyList;
        }

        return kinds == TermKinds.None ? None : new TermType(kinds)
        {
            Minimum = (kinds & TermKinds.Integer) != 0 ? minimum : null,
            Maximum = (kinds & TermKinds.Integer) != 0 ? maximum : null,
            Atoms = (kinds & TermKinds.Atom) != 0 ? atoms : default,
            Unit = Lcm(Unit, other.Unit),
            ContextUnit = Lcm(ContextUnit, other.ContextUnit),
            ElementType = element,
            Terminator = terminator,
            KeyType = Meet(KeyType, other.KeyType),
            ValueType = Meet(ValueType, other.ValueType),
            FunArity = Math.Max(FunArity, other.FunArity),
            FunResultType = Meet(FunResultType, other.FunResultType),
            Shapes = shapes,
            Depth = Math.Max(Depth, other.Depth),
        };
    }

    /// <summary>This without the other; more may be left than that.</summary>
    public TermType Subtract(TermType other)
    {
        if ((Kinds & other.Kinds) == 0)
        {
            return this;
        }

        if (IsSubsetOf(other))
        {
            return None;
        }

        var kinds = Kinds;
        var (minimum, maximum) = (Minimum, Maximum);
        if ((Kinds & other.Kinds & TermKinds.Integer) != 0)
        {
            var isBelow = other.Minimum is null || other.Minimum <= (minimum ?? long.MinValue);
            var isAbove = other.Maximum is null || other.Maximum >= (maximum ?? long.MaxValue);
            isBelow &= other.Minimum is null || minimum is not null;
            isAbove &= other.Maximum is null || maximum is not null;
            if (isBelow && isAbove)
            {
                kinds &= ~TermKinds.Integer;
            }
            else if (isBelow && other.Maximum is { } top && (minimum is null || top >= minimum) && top < long.MaxValue)
            {
                minimum = top + 1;
            }
            else if (isAbove && other.Minimum is { } bottom && (maximum is null || bottom <= maximum) && bottom > long.MinValue)
            {
                maximum = bottom - 1;
            }
        }

        var atoms = Atoms;
        if ((Kinds & other.Kinds & TermKinds.Atom) != 0)
        {
            if (other.Atoms.IsDefault)
            {
                kinds &= ~TermKinds.Atom;
            }
            else if (!atoms.IsDefault)
            {
                atoms = [.. atoms.Except(other.Atoms, StringComparer.Ordinal)];
                kinds = atoms.IsEmpty ? kinds & ~TermKinds.Atom : kinds;
            }
        }

        foreach (var kind in SimpleKinds)
        {
            if ((Kinds & other.Kinds & kind) != 0 && IsKindSubset(other, kind))
            {
                kinds &= ~kind;
            }
        }

        var shapes = Shapes;
        if ((Kinds & other.Kinds & TermKinds.Tuple) != 0)
        {
            var left = ImmutableArray.CreateBuilder<TupleShape>(Shapes.Length);
            foreach (var shape in Shapes)
            {
                TupleShape? rest = shape;
                foreach (var taken in other.Shapes)
                {
                    rest = rest?.Subtract(taken);
                }

                if (rest is not null)
                {
                    left.Add(rest);
                }
            }

            shapes = left.ToImmutable();
            kinds = shapes.IsEmpty ? kinds & ~TermKinds.Tuple : kinds;
        }

        if (kinds == TermKinds.None)
        {
            return None;
        }

        if (kinds == Kinds && minimum == Minimum && maximum == Maximum && SameAtoms(atoms, Atoms) && shapes == Shapes)
        {
            return this;
        }

        return new TermType(kinds)
        {
            Minimum = (kinds & TermKinds.Integer) != 0 ? minimum : null,
            Maximum = (kinds & TermKinds.Integer) != 0 ? maximum : null,
            Atoms = (kinds & TermKinds.Atom) != 0 ? atoms : default,
            Unit = Unit,
            ContextUnit = ContextUnit,
            ElementType = ElementType,
            Terminator = Terminator,
            KeyType = KeyType,
            ValueType = ValueType,
            FunArity = FunArity,
            FunResultType = FunResultType,
            Shapes = (kinds & TermKinds.Tuple) != 0 ? shapes : TupleShape.AnyList,
            Depth = Depth,
        };
    }

    /// <summary>Whether every value of this type is of the other.</summary>
    public bool IsSubsetOf(TermType other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if ((Kinds & ~other.Kinds) != 0)
        {
            return false;
        }

        if (ReferenceEquals(other, Any))
        {
            return true;
        }

        if (Has(TermKinds.Integer) && ((other.Minimum is { } low && !(Minimum >= low)) || (other.Maximum is { } high && !(Maximum <= high))))
        {
            return false;
        }

        if (Has(TermKinds.Atom) && !other.Atoms.IsDefault && (Atoms.IsDefault || Atoms.Except(other.Atoms, StringComparer.Ordinal).Any()))
        {
            return false;
        }

        foreach (var kind in SimpleKinds)
        {
            if ((Kinds & kind) != 0 && !IsKindSubset(other, kind))
            {
                return false;
            }
        }

        return !Has(TermKinds.Tuple) || Shapes == other.Shapes || AreShapesSubset(other);
    }

    /// <summary>Whether no value is of both types.</summary>
    public bool IsDisjointFrom(TermType other) => Meet(other).IsNone;

    private static readonly TermKinds[] SimpleKinds =
    [
        TermKinds.Bitstring, TermKinds.Cons, TermKinds.Float, TermKinds.Fun, TermKinds.Map, TermKinds.Nil, TermKinds.Pid, TermKinds.Port,
        TermKinds.Reference, TermKinds.NativeRecord, TermKinds.MatchContext, TermKinds.MatchPosition, TermKinds.ReceiveMarker,
    ];

    private bool IsKindSubset(TermType other, TermKinds kind) => kind switch
    {
        TermKinds.Bitstring => Unit % other.Unit == 0,
        TermKinds.MatchContext or TermKinds.MatchPosition => ContextUnit % other.ContextUnit == 0,
        TermKinds.Cons => IsSubset(ElementType, other.ElementType) && IsSubset(Terminator, other.Terminator),
        TermKinds.Map => IsSubset(KeyType, other.KeyType) && IsSubset(ValueType, other.ValueType),
        TermKinds.Fun => (other.FunArity < 0 || FunArity == other.FunArity) && IsSubset(FunResultType, other.FunResultType),
        _ => true,
    };

    private bool AreShapesSubset(TermType other)
    {
        foreach (var shape in Shapes)
        {
            var isCovered = false;
            foreach (var candidate in other.Shapes)
            {
                isCovered |= shape.IsSubsetOf(candidate);
            }

            if (!isCovered)
            {
                return false;
            }
        }

        return true;
    }

    private (long? Minimum, long? Maximum) Range(TermType other, bool widens)
    {
        var minimum = Minimum is null || other.Minimum is null ? null : widens && other.Minimum < Minimum ? null : (long?)Math.Min(Minimum.Value, other.Minimum.Value);
        var maximum = Maximum is null || other.Maximum is null ? null : widens && other.Maximum > Maximum ? null : (long?)Math.Max(Maximum.Value, other.Maximum.Value);
        return (minimum, maximum);
    }

    private static ImmutableArray<string> Union(ImmutableArray<string> left, ImmutableArray<string> right)
    {
        if (left.IsDefault || right.IsDefault)
        {
            return default;
        }

        var all = left.Union(right, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        return all.Length > MaximumAtoms ? default : all;
    }

    private static ImmutableArray<TupleShape> JoinShapes(ImmutableArray<TupleShape> left, ImmutableArray<TupleShape> right, bool widens)
    {
        var shapes = new List<TupleShape>(left);
        foreach (var shape in right)
        {
            var place = shapes.FindIndex(other => other.Size == shape.Size && other.IsExact == shape.IsExact && other.Tag == shape.Tag);
            if (place >= 0)
            {
                shapes[place] = shapes[place].Join(shape, widens);
            }
            else if (!shapes.Exists(shape.IsSubsetOf))
            {
                shapes.RemoveAll(other => other.IsSubsetOf(shape));
                shapes.Add(shape);
            }
        }

        if (shapes.Count > MaximumShapes || (widens && shapes.Count > left.Length + 1))
        {
            var all = shapes[0];
            foreach (var shape in shapes)
            {
                all = all.Join(shape, widens);
            }

            return [all];
        }

        shapes.Sort(static (one, other) =>
            one.Size != other.Size ? one.Size.CompareTo(other.Size)
            : one.IsExact != other.IsExact ? one.IsExact.CompareTo(other.IsExact) : string.CompareOrdinal(one.Tag, other.Tag));
        return [.. shapes];
    }

    private static ImmutableArray<TupleShape> MeetShapes(ImmutableArray<TupleShape> left, ImmutableArray<TupleShape> right)
    {
        var shapes = new List<TupleShape>();
        foreach (var one in left)
        {
            foreach (var other in right)
            {
                if (one.Meet(other) is { } both && !shapes.Contains(both))
                {
                    shapes.Add(both);
                }
            }
        }

        // More shapes than are kept: one side alone is not too small.
        return shapes.Count <= MaximumShapes ? [.. shapes] : left.Length <= right.Length ? left : right;
    }

    private static TermType? Combine(TermType? left, TermType? right, bool widens) =>
        left is null || right is null ? null : left.Combine(right, widens);

    private static TermType? Meet(TermType? left, TermType? right) => left is null ? right : right is null ? left : left.Meet(right);

    private static bool IsSubset(TermType? part, TermType? whole) => whole is null || (part is not null && part.IsSubsetOf(whole));

    private static long? Greater(long? left, long? right) => left is null ? right : right is null ? left : Math.Max(left.Value, right.Value);

    private static long? Lesser(long? left, long? right) => left is null ? right : right is null ? left : Math.Min(left.Value, right.Value);

    private static int Gcd(int left, int right) => right == 0 ? left : Gcd(right, left % right);

    // A multiple of both that is too large to keep is at least a multiple of the greater.
    private static int Lcm(int left, int right) => left / Gcd(left, right) * right is var both && both <= MaximumUnit ? both : Math.Max(left, right);
}
