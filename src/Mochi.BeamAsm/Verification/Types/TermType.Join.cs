namespace Mochi.BeamAsm.Verification.Types;

/// <content>Unions.</content>
public sealed partial class TermType
{
    /// <summary>The least type that includes both, as far as types can tell; this one when it includes the other.</summary>
    public TermType Join(TermType other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Union(other, null);
    }

    /// <summary>
    /// A type that includes both, and that does not grow for ever when this is done again with the result: a bound of
    /// integers that moves goes on to the next landmark, or is dropped.
    /// </summary>
    /// <param name="next">The other.</param>
    /// <param name="landmarks">Where bounds may stop; zero only when <see langword="null"/>.</param>
    public TermType Widen(TermType next, Landmarks? landmarks = null)
    {
        ArgumentNullException.ThrowIfNull(next);
        return Union(next, landmarks ?? Landmarks.Zero);
    }

    internal TermType Union(TermType other, Landmarks? widening)
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

        if (widening is not null)
        {
            return Unite(other, widening);
        }

        ref var memo = ref TypeMemo.Current.Find(TypeMemo.Operation.Join, this, other);
        return memo.TryGet(TypeMemo.Operation.Join, this, other, out var known)
            ? known : memo.Set(TypeMemo.Operation.Join, this, other, Unite(other, null));
    }

    private TermType Unite(TermType other, Landmarks? widening)
    {
        var parts = ToParts();
        parts.Kinds |= other.Kinds;
        if (other.Has(TermKinds.Integer))
        {
            JoinIntegers(ref parts, other, widening);
        }

        if (other.Has(TermKinds.Atom))
        {
            parts.Atoms = Has(TermKinds.Atom)
                ? OrderedSets.Union(parts.Atoms, other._atoms, MaximumAtoms, AtomOrder) : other._atoms;
        }

        if (other.Has(TermKinds.Cons))
        {
            var isCons = Has(TermKinds.Cons);
            parts.Element = isCons ? Union(parts.Element, other._details.Element, widening) : other._details.Element;
            parts.Terminator = isCons ? Union(parts.Terminator, other._details.Terminator, widening) : other._details.Terminator;
        }

        if (other.Has(TermKinds.Tuple))
        {
            parts.Shapes = Has(TermKinds.Tuple) ? TupleShapes.Join(parts.Shapes, other._shapes, widening) : other._shapes;
        }

        if (other.Has(TermKinds.Bitstring))
        {
            parts.IsWritable = other.IsWritable && (parts.IsWritable || !Has(TermKinds.Bitstring));
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
            parts.Key = isMap ? Union(parts.Key, other._details.Key, widening) : other._details.Key;
            parts.Value = isMap ? Union(parts.Value, other._details.Value, widening) : other._details.Value;
        }

        if (other.Has(TermKinds.Fun))
        {
            var isFun = Has(TermKinds.Fun);
            parts.Arity = isFun && parts.Arity != other.FunArity ? -1 : other.FunArity;
            parts.Result = isFun ? Union(parts.Result, other._details.Result, widening) : other._details.Result;
        }

        if (other.Has(TermKinds.NativeRecord))
        {
            parts.Records = Has(TermKinds.NativeRecord)
                ? OrderedSets.Union(parts.Records, other._details.Records, MaximumRecords, RecordOrder) : other._details.Records;
        }

        var union = Build(ref parts, this, other);
        return union.Weight <= MaximumUnionWeight ? union : union.Shrink(MaximumUnionWeight);
    }

    private void JoinIntegers(ref Parts parts, TermType other, Landmarks? widening)
    {
        var (minimum, maximum) = (other._minimum, other._maximum);
        if (!Has(TermKinds.Integer))
        {
            (parts.Minimum, parts.Maximum) = (minimum, maximum);
            return;
        }

        if (minimum < parts.Minimum)
        {
            parts.Minimum = widening is null ? minimum : widening.Below(minimum);
        }

        if (maximum > parts.Maximum)
        {
            parts.Maximum = widening is null ? maximum : widening.Above(maximum);
        }
    }

    private static TermType? Union(TermType? left, TermType? right, Landmarks? widening) =>
        left is null || right is null ? null : left.Union(right, widening);

    private static int CommonDivisor(int left, int right)
    {
        while (right != 0)
        {
            (left, right) = (right, left % right);
        }

        return left;
    }
}
