namespace Mochi.BeamAsm.Verification.Types;

/// <content>Making types.</content>
public sealed partial class TermType
{
    /// <summary>Anything of some kinds.</summary>
    public static TermType OfKinds(TermKinds kinds) => Plain(kinds);

    /// <summary>One of some atoms; more than five are any atom, and no atoms at all are no value.</summary>
    public static TermType AtomOf(params ReadOnlySpan<string> names)
    {
        var atoms = OrderedSets.Make(names, AtomOrder);
        var parts = new Parts(atoms.Length == 0 ? TermKinds.None : TermKinds.Atom)
        {
            Atoms = atoms.Length > MaximumAtoms ? null : atoms,
        };
        return Build(ref parts);
    }

    /// <summary>An integer within bounds; <see langword="null"/> for no bound.</summary>
    /// <returns>No value when the bounds leave none.</returns>
    public static TermType IntegerRange(long? minimum, long? maximum)
    {
        var parts = new Parts(minimum > maximum ? TermKinds.None : TermKinds.Integer)
        {
            Minimum = minimum ?? long.MinValue,
            Maximum = maximum ?? long.MaxValue,
        };
        return Build(ref parts);
    }

    /// <summary>A bitstring whose length in bits is a multiple of a number.</summary>
    /// <param name="unit">The number; less than 1 is 1.</param>
    public static TermType BitstringOf(int unit)
    {
        if (unit is > 0 and < Repeated && Bitstrings[unit] is { } known)
        {
            return known;
        }

        var parts = new Parts(TermKinds.Bitstring) { Unit = Math.Max(unit, 1) };
        return Remember(Bitstrings, unit, Build(ref parts));
    }

    /// <summary>A binary that can grow where it is, with a length in bits that is a multiple of a number.</summary>
    public static TermType WritableBitstringOf(int unit)
    {
        var parts = new Parts(TermKinds.Bitstring) { Unit = Math.Max(unit, 1), IsWritable = true };
        return Build(ref parts);
    }

    /// <summary>The same type without the knowledge that a binary can grow where it is.</summary>
    public TermType WithoutWritable()
    {
        var parts = ToParts();
        parts.IsWritable = false;
        return Build(ref parts, this);
    }

    /// <summary>A match context with a multiple of so many bits left.</summary>
    public static TermType MatchContext(int unit) =>
        unit is > 0 and < Repeated && Contexts[unit] is { } known
            ? known : Remember(Contexts, unit, OfContext(TermKinds.MatchContext, unit));

    /// <summary>A saved position with a multiple of so many bits left.</summary>
    public static TermType MatchPosition(int unit) => OfContext(TermKinds.MatchPosition, unit);

    /// <summary>A bitstring with a length, or a match context with a rest, that is a multiple of so many bits.</summary>
    public static TermType MatchableOf(int unit)
    {
        var parts = new Parts(TermKinds.Matchable) { Unit = Math.Max(unit, 1), ContextUnit = Math.Max(unit, 1) };
        return Build(ref parts);
    }

    /// <summary>A tuple of a size.</summary>
    public static TermType TupleOf(int size) =>
        size is >= 0 and < Repeated && Tuples[size] is { } known
            ? known : Remember(Tuples, size, OfShape(TupleShape.Make(Math.Max(size, 0), true, [])));

    /// <summary>A tuple of at least a size.</summary>
    public static TermType TupleAtLeast(int size) =>
        size is >= 0 and < Repeated && LargerTuples[size] is { } known
            ? known : Remember(LargerTuples, size, OfShape(TupleShape.Make(Math.Max(size, 0), false, [])));

    /// <summary>A tuple of a size, or of at least that, with first elements of some types.</summary>
    /// <param name="size">The number of elements, or the smallest; not less than there are types.</param>
    /// <param name="isExact">Whether there are no more elements.</param>
    /// <param name="elements">The types of the first elements; the others may be anything.</param>
    public static TermType TupleOf(int size, bool isExact, params ReadOnlySpan<TermType> elements)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, elements.Length);
        var first = default(FirstElements);
        Span<TermType> nested = first;
        nested = nested[..Math.Min(elements.Length, TupleShape.MaximumElements)];
        for (var index = 0; index < elements.Length; index++)
        {
            if (elements[index].IsNone)
            {
                return None;
            }

            if (index < nested.Length)
            {
                nested[index] = Nested(elements[index]);
            }
        }

        return ShareTuple(size, isExact, nested);
    }

    /// <summary>A tuple of just these elements.</summary>
    public static TermType TupleOfElements(params ReadOnlySpan<TermType> elements) => TupleOf(elements.Length, true, elements);

    /// <summary>A fun.</summary>
    /// <param name="arity">The number of its arguments; negative for any.</param>
    /// <param name="result">What it gives; anything when <see langword="null"/>.</param>
    public static TermType FunOf(int arity, TermType? result = null)
    {
        if (result is null && arity is >= 0 and < Repeated && Funs[arity] is { } known)
        {
            return known;
        }

        var parts = new Parts(TermKinds.Fun) { Arity = Math.Max(arity, -1), Result = result is null ? null : Nested(result) };
        return result is null ? Remember(Funs, arity, Build(ref parts)) : Build(ref parts);
    }

    /// <summary>A map with keys and values of some types; the empty map when one of them is none.</summary>
    public static TermType MapOf(TermType keys, TermType values)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(values);
        var parts = new Parts(TermKinds.Map) { Key = Nested(keys), Value = Nested(values) };
        return Build(ref parts);
    }

    /// <summary>A native record of a module and a name.</summary>
    public static TermType NativeRecordOf(string module, string name)
    {
        var parts = new Parts(TermKinds.NativeRecord) { Records = [new NativeRecordName(module, name)] };
        return Build(ref parts);
    }

    /// <summary>A proper list of elements of some type, empty or not.</summary>
    public static TermType ListOf(TermType element) => ListOf(element, Nil);

    /// <summary>The empty list, or a list with elements and an end of some types.</summary>
    public static TermType ListOf(TermType element, TermType terminator) => OfCons(TermKinds.List, element, terminator);

    /// <summary>A list with an element, and elements and an end of some types.</summary>
    /// <param name="element">The type of every element.</param>
    /// <param name="terminator">The type of what follows the last element, <see cref="Nil"/> for proper lists.</param>
    public static TermType NonEmptyListOf(TermType element, TermType terminator) =>
        OfCons(TermKinds.Cons, element, terminator);

    /// <summary>What <c>[Head|Tail]</c> is.</summary>
    public static TermType Cons(TermType head, TermType tail)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(tail);
        if (head.IsNone || tail.IsNone)
        {
            return None;
        }

        if (!tail.Has(TermKinds.Cons))
        {
            return NonEmptyListOf(head, tail);
        }

        ref var memo = ref TypeMemo.Current.Find(TypeMemo.Operation.Cons, head, tail);
        return memo.TryGet(TypeMemo.Operation.Cons, head, tail, out var known)
            ? known : memo.Set(TypeMemo.Operation.Cons, head, tail, Prepend(head, tail));
    }

    private static TermType Prepend(TermType head, TermType tail)
    {
        var end = tail.Subtract(NonEmptyList).Join(tail._details.Terminator ?? Any);
        return NonEmptyListOf(head.Join(tail._details.Element ?? Any), end);
    }

    // The same few are asked for again and again.
    private static TermType Remember(TermType?[] types, int index, TermType type)
    {
        if (index is >= 0 and < Repeated)
        {
            types[index] = type;
        }

        return type;
    }

    private static TermType OfCons(TermKinds kinds, TermType element, TermType terminator)
    {
        ArgumentNullException.ThrowIfNull(element);
        ArgumentNullException.ThrowIfNull(terminator);

        // What ends a list is no list with an element.
        var end = terminator.IsAny ? terminator : terminator.Subtract(NonEmptyList);
        var parts = new Parts(element.IsNone || end.IsNone ? kinds & ~TermKinds.Cons : kinds)
        {
            Element = Nested(element),
            Terminator = Nested(end),
        };
        return Build(ref parts);
    }

    private static TermType OfContext(TermKinds kind, int unit)
    {
        var parts = new Parts(kind) { ContextUnit = Math.Max(unit, 1) };
        return Build(ref parts);
    }

    private static TermType OfShape(TupleShape shape)
    {
        var parts = new Parts(TermKinds.Tuple) { Shapes = shape.IsAny ? null : [shape] };
        return Build(ref parts);
    }
}
