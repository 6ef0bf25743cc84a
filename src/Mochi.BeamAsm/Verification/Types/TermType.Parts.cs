using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Verification.Types;

/// <content>What values of a type consist of, and how they compare.</content>
public sealed partial class TermType
{
    /// <summary>Whether there is just one value of this type.</summary>
    public bool IsSingleton
    {
        get
        {
            switch (Kinds)
            {
                case TermKinds.Nil:
                    return true;
                case TermKinds.Integer:
                    return _minimum == _maximum && _minimum is not (long.MinValue or long.MaxValue);
                case TermKinds.Atom:
                    return _atoms is [_];
                case TermKinds.Map:
                    return _details.Key is { IsNone: true };
                case TermKinds.Tuple when _shapes is [{ IsExact: true } shape] && shape.Size == shape.KnownElements:
                    var isSingleton = true;
                    for (var index = 1; index <= shape.Size && isSingleton; index++)
                    {
                        isSingleton = shape.Element(index).IsSingleton;
                    }

                    return isSingleton;
                default:
                    return false;
            }
        }
    }

    /// <summary>The only value of this type; <see langword="null"/> when there are others or none.</summary>
    public Term? SingletonValue
    {
        get
        {
            if (!IsSingleton)
            {
                return null;
            }

            switch (Kinds)
            {
                case TermKinds.Nil:
                    return Term.Nil;
                case TermKinds.Integer:
                    return Term.Integer(_minimum);
                case TermKinds.Atom:
                    return Term.Atom(_atoms![0]);
                case TermKinds.Map:
                    return Term.Map();
                default:
                    var elements = new Term[_shapes![0].Size];
                    for (var index = 0; index < elements.Length; index++)
                    {
                        elements[index] = _shapes[0].Element(index + 1).SingletonValue!;
                    }

                    return Term.Tuple(elements);
            }
        }
    }

    /// <summary>The first element, and every other, if it is a list with one; none otherwise.</summary>
    public TermType Head => !Has(TermKinds.Cons) ? None : _details.Element ?? Any;

    /// <summary>What follows the last element, if it is a list with one; none otherwise.</summary>
    public TermType Terminator => !Has(TermKinds.Cons) ? None : _details.Terminator ?? Any;

    /// <summary>What follows the first element, if it is a list with one; none otherwise.</summary>
    public TermType TailOfList
    {
        get
        {
            if (!Has(TermKinds.Cons) || _details.Terminator is null)
            {
                return Has(TermKinds.Cons) ? Any : None;
            }

            var parts = new Parts(TermKinds.Cons) { Element = _details.Element, Terminator = _details.Terminator };
            return Build(ref parts).Join(_details.Terminator);
        }
    }

    /// <summary>A key of the map, if it is one; none if it is not or if it has no keys.</summary>
    public TermType MapKey => !Has(TermKinds.Map) ? None : _details.Key ?? Any;

    /// <summary>A value of the map, if it is one; none if it is not or if it has no values.</summary>
    public TermType MapValue => !Has(TermKinds.Map) ? None : _details.Value ?? Any;

    /// <summary>What the fun gives, if it is one; none if it is not or if it never returns.</summary>
    public TermType FunResult => !Has(TermKinds.Fun) ? None : _details.Result ?? Any;

    /// <summary>What the number of bits to match is a multiple of, if a match can begin with it.</summary>
    public int MatchableUnit =>
        !Has(TermKinds.Bitstring) ? ContextUnit : !Has(TermKinds.MatchContext) ? Unit : CommonDivisor(Unit, ContextUnit);

    /// <summary>The map with an entry added or replaced.</summary>
    public TermType WithMapEntry(TermType key, TermType value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        return Has(TermKinds.Map) ? MapOf(MapKey.Join(key), MapValue.Join(value)) : Map;
    }

    /// <summary>What is left of it when it comes before some value of another type in the order of terms.</summary>
    /// <param name="other">The other type.</param>
    /// <param name="orEqual">Whether it may be equal instead.</param>
    public TermType LessThan(TermType other, bool orEqual)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.IsNone || (other.Kinds & ~TermKinds.Number) != 0)
        {
            return this;
        }

        // Numbers come first: nothing else is less than one.
        var parts = ToParts();
        parts.Kinds &= TermKinds.Number;
        if (other.Kinds == TermKinds.Integer && other.Maximum is { } top && (orEqual || top > long.MinValue))
        {
            parts.Maximum = Math.Min(parts.Maximum, orEqual ? top : top - 1);
            parts.Kinds &= parts.Minimum > parts.Maximum ? ~TermKinds.Integer : ~TermKinds.None;
        }

        return Build(ref parts, this);
    }

    /// <summary>What is left of it when it comes after some value of another type in the order of terms.</summary>
    /// <param name="other">The other type.</param>
    /// <param name="orEqual">Whether it may be equal instead.</param>
    public TermType GreaterThan(TermType other, bool orEqual)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Kinds != TermKinds.Integer || other.Minimum is not { } bottom || !Has(TermKinds.Integer)
            || (!orEqual && bottom == long.MaxValue))
        {
            return this;
        }

        var parts = ToParts();
        parts.Minimum = Math.Max(parts.Minimum, orEqual ? bottom : bottom + 1);
        parts.Kinds &= parts.Minimum > parts.Maximum ? ~TermKinds.Integer : ~TermKinds.None;
        return Build(ref parts, this);
    }
}
