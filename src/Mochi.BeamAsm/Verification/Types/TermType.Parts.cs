using System.Collections.Immutable;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Verification.Types;

/// <content>What values of a type consist of, and how they compare.</content>
public sealed partial class TermType
{
    /// <summary>The only value of this type; <see langword="null"/> when there are others or none.</summary>
    public Term? SingletonValue => Kinds switch
    {
        TermKinds.Nil => Term.Nil,
        TermKinds.Integer when Minimum is { } value && value == Maximum => Term.Integer(value),
        TermKinds.Atom when SingleAtom is { } name => Term.Atom(name),
        _ => null,
    };

    /// <summary>The first element, if it is a list with one.</summary>
    public TermType Head => !Has(TermKinds.Cons) ? None : ElementType ?? Any;

    /// <summary>What follows the first element, if it is a list with one.</summary>
    public TermType TailOfList =>
        !Has(TermKinds.Cons) ? None
        : ElementType is null && Terminator is null ? Any
        : NonEmptyListOf(ElementType ?? Any, Terminator ?? Any).Join(Terminator ?? Any);

    /// <summary>A value of the map, if it is one.</summary>
    public TermType MapValue => !Has(TermKinds.Map) ? None : ValueType ?? Any;

    /// <summary>What the fun gives, if it is one.</summary>
    public TermType FunResult => !Has(TermKinds.Fun) ? None : FunResultType ?? Any;

    /// <summary>What the number of bits to match is a multiple of, if a match can begin with it.</summary>
    public int MatchableUnit =>
        (Has(TermKinds.Bitstring), Has(TermKinds.MatchContext)) switch
        {
            (true, true) => Gcd(Unit, ContextUnit),
            (true, false) => Unit,
            (false, true) => ContextUnit,
            _ => 1,
        };

    /// <summary>An element of the tuple, if it is one.</summary>
    /// <param name="index">Its position, from 1.</param>
    public TermType TupleElement(int index)
    {
        var element = None;
        if (Has(TermKinds.Tuple))
        {
            foreach (var shape in Shapes)
            {
                element = element.Join(shape.Element(index));
            }
        }

        return element;
    }

    /// <summary>Some element of the tuple, if it is one.</summary>
    public TermType AnyElement
    {
        get
        {
            var element = None;
            foreach (var shape in Has(TermKinds.Tuple) ? Shapes : [])
            {
                if (!shape.IsExact || shape.Size > shape.Elements.Length)
                {
                    return Any;
                }

                foreach (var one in shape.Elements)
                {
                    element = element.Join(one);
                }
            }

            return element;
        }
    }

    /// <summary>Whether types of elements are kept up to this position.</summary>
    public static bool KeepsElement(int index) => index <= TupleShape.MaximumElements;

    /// <summary>What is left when an element of the tuple is known to be of a type besides.</summary>
    public TermType WithTupleElement(int index, TermType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return ChangeShapes(shape =>
        {
            if (shape.IsExact && shape.Size < index)
            {
                return null;
            }

            var element = shape.Element(index).Meet(Limited(type));
            if (element.IsNone)
            {
                return null;
            }

            var sized = shape.Size < index ? shape with { Size = index } : shape;
            return element.IsAny ? sized : sized.With(index, element);
        });
    }

    /// <summary>The tuple with an element that has been replaced.</summary>
    public TermType ReplaceTupleElement(int index, TermType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return ChangeShapes(shape => shape.Size < index ? shape : shape.With(index, Limited(type)));
    }

    /// <summary>The tuple with some element replaced, it is not known which.</summary>
    public TermType ReplaceAnyTupleElement(TermType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return ChangeShapes(shape =>
        {
            var changed = shape;
            for (var index = 1; index <= shape.Elements.Length; index++)
            {
                changed = changed.With(index, Limited(changed.Element(index).Join(type)));
            }

            return changed;
        });
    }

    /// <summary>The map with an entry added or replaced.</summary>
    public TermType WithMapEntry(TermType key, TermType value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        return !Has(TermKinds.Map) || (KeyType is null && ValueType is null) ? Map
            : MapOf((KeyType ?? Any).Join(key), (ValueType ?? Any).Join(value));
    }

    /// <summary>What is left of it when it comes before some value of another type in the order of terms.</summary>
    /// <param name="other">The other type.</param>
    /// <param name="orEqual">Whether it may be equal instead.</param>
    public TermType LessThan(TermType other, bool orEqual)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.IsNone || (other.Kinds & ~(TermKinds.Integer | TermKinds.Float)) != 0)
        {
            return this;
        }

        // Numbers come first: nothing else is less than one.
        var number = Meet(Number);
        if (other.Kinds != TermKinds.Integer || other.Maximum is not { } top || (!orEqual && top == long.MinValue))
        {
            return number;
        }

        return number.Meet(IntegerRange(null, orEqual ? top : top - 1).Join(Float));
    }

    /// <summary>What is left of it when it comes after some value of another type in the order of terms.</summary>
    /// <param name="other">The other type.</param>
    /// <param name="orEqual">Whether it may be equal instead.</param>
    public TermType GreaterThan(TermType other, bool orEqual)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Kinds != TermKinds.Integer || other.Minimum is not { } bottom || !Has(TermKinds.Integer) || (!orEqual && bottom == long.MaxValue))
        {
            return this;
        }

        return Meet(Any.Subtract(Integer).Join(IntegerRange(orEqual ? bottom : bottom + 1, null)));
    }

    private TermType ChangeShapes(Func<TupleShape, TupleShape?> change)
    {
        if (!Has(TermKinds.Tuple))
        {
            return None;
        }

        var shapes = ImmutableArray.CreateBuilder<TupleShape>(Shapes.Length);
        var isSame = Kinds == TermKinds.Tuple;
        foreach (var shape in Shapes)
        {
            var changed = change(shape);
            isSame &= ReferenceEquals(changed, shape);
            if (changed is not null)
            {
                shapes.Add(changed);
            }
        }

        if (isSame || shapes.Count == 0)
        {
            return isSame ? this : None;
        }

        var depth = 0;
        foreach (var shape in shapes)
        {
            foreach (var element in shape.Elements)
            {
                depth = Math.Max(depth, element.Depth + 1);
            }
        }

        return new(TermKinds.Tuple) { Shapes = shapes.ToImmutable(), Depth = depth };
    }
}
