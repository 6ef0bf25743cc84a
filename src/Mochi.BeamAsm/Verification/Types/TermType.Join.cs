namespace Mochi.BeamAsm.Verification.Types;

/// <content>Unions.</content>
public sealed partial class TermType
{
    /// <summary>The least type that includes both, as far as types can tell; this one when it includes the other.</summary>
    public TermType Join(TermType other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Union(other, widens: false);
    }

    /// <summary>
    /// A type that includes both, and that does not grow for ever when this is done again with the result: a bound of
    /// integers that moves is dropped, or becomes zero where it can.
    /// </summary>
    public TermType Widen(TermType next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return Union(next, widens: true);
    }

    internal TermType Union(TermType other, bool widens)
    {
        if (ReferenceEquals(this, other) || other.IsNone || (ReferenceEquals(this, AnyValue) && !other.MayBeAbstract))
        {
            return this;
        }

        if (IsNone || (ReferenceEquals(other, AnyValue) && !MayBeAbstract))
        {
            return other;
        }

        if (_isPlain && (other.Kinds & ~Kinds) == 0)
        {
            return this;
        }

        if (other._isPlain && (Kinds & ~other.Kinds) == 0)
        {
            return other;
        }

        var parts = _parts;
        parts.Kinds |= other.Kinds;
        if (other.Has(TermKinds.Integer))
        {
            JoinIntegers(ref parts, other, widens);
        }

        if (other.Has(TermKinds.Atom))
        {
            parts.Atoms = Has(TermKinds.Atom)
                ? OrderedSets.Union(parts.Atoms, other._parts.Atoms, MaximumAtoms, AtomOrder) : other._parts.Atoms;
        }

        if (other.Has(TermKinds.Cons))
        {
            var isCons = Has(TermKinds.Cons);
            parts.Element = isCons ? Union(parts.Element, other._parts.Element, widens) : other._parts.Element;
            parts.Terminator = isCons ? Union(parts.Terminator, other._parts.Terminator, widens) : other._parts.Terminator;
        }

        if (other.Has(TermKinds.Tuple))
        {
            parts.Shapes = Has(TermKinds.Tuple) ? TupleShapes.Join(parts.Shapes, other._parts.Shapes, widens) : other._parts.Shapes;
        }

        if (other.Has(TermKinds.Bitstring))
        {
            parts.Unit = Has(TermKinds.Bitstring) ? CommonDivisor(parts.Unit, other.Unit) : other.Unit;
        }

        const TermKinds contexts = TermKinds.MatchContext | TermKinds.MatchPosition;
        if (other.Has(contexts))
        {
            parts.ContextUnit = Has(contexts) ? CommonDivisor(parts.ContextUnit, other.ContextUnit) : other.ContextUnit;
        }

        if (other.Has(TermKinds.Map))
        {
            var isMap = Has(TermKinds.Map);
            parts.Key = isMap ? Union(parts.Key, other._parts.Key, widens) : other._parts.Key;
            parts.Value = isMap ? Union(parts.Value, other._parts.Value, widens) : other._parts.Value;
        }

        if (other.Has(TermKinds.Fun))
        {
            var isFun = Has(TermKinds.Fun);
            parts.Arity = isFun && parts.Arity != other.FunArity ? -1 : other.FunArity;
            parts.Result = isFun ? Union(parts.Result, other._parts.Result, widens) : other._parts.Result;
        }

        if (other.Has(TermKinds.NativeRecord))
        {
            parts.Records = Has(TermKinds.NativeRecord)
                ? OrderedSets.Union(parts.Records, other._parts.Records, MaximumRecords, RecordOrder) : other._parts.Records;
        }

        var union = Build(ref parts, this, other);
        return union.Weight <= MaximumUnionWeight ? union : union.Shrink(MaximumUnionWeight);
    }

    private void JoinIntegers(ref Parts parts, TermType other, bool widens)
    {
        var (minimum, maximum) = (other._parts.Minimum, other._parts.Maximum);
        if (!Has(TermKinds.Integer))
        {
            (parts.Minimum, parts.Maximum) = (minimum, maximum);
            return;
        }

        if (minimum < parts.Minimum)
        {
            parts.Minimum = !widens ? minimum : minimum >= 0 ? 0 : long.MinValue;
        }

        if (maximum > parts.Maximum)
        {
            parts.Maximum = !widens ? maximum : maximum < 0 ? -1 : long.MaxValue;
        }
    }

    private static TermType? Union(TermType? left, TermType? right, bool widens) =>
        left is null || right is null ? null : left.Union(right, widens);

    private static int CommonDivisor(int left, int right)
    {
        while (right != 0)
        {
            (left, right) = (right, left % right);
        }

        return left;
    }
}
