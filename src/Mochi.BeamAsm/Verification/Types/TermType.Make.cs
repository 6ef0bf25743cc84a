using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Verification.Types;

/// <content>Making types.</content>
public sealed partial class TermType
{
    private static readonly ConditionalWeakTable<Term, TermType> Literals = [];

    /// <summary>No value.</summary>
    public static TermType None { get; } = new(TermKinds.None);

    /// <summary>Any term.</summary>
    public static TermType Any { get; } = new(TermKinds.Terms);

    /// <summary>Any atom.</summary>
    public static TermType Atom { get; } = new(TermKinds.Atom);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static TermType Boolean { get; } = AtomOf("false", "true");

    /// <summary>Any integer.</summary>
    public static TermType Integer { get; } = new(TermKinds.Integer);

    /// <summary>Any float.</summary>
    public static TermType Float { get; } = new(TermKinds.Float);

    /// <summary>An integer or a float.</summary>
    public static TermType Number { get; } = new(TermKinds.Integer | TermKinds.Float);

    /// <summary>Any bitstring.</summary>
    public static TermType Bitstring { get; } = new(TermKinds.Bitstring);

    /// <summary>A binary.</summary>
    public static TermType Binary { get; } = BitstringOf(8);

    /// <summary>A list, empty or not.</summary>
    public static TermType List { get; } = new(TermKinds.Cons | TermKinds.Nil);

    /// <summary>A list with an element.</summary>
    public static TermType NonEmptyList { get; } = new(TermKinds.Cons);

    /// <summary>The empty list.</summary>
    public static TermType Nil { get; } = new(TermKinds.Nil);

    /// <summary>A list that ends in the empty list.</summary>
    public static TermType ProperList { get; } = ListOf(Any);

    /// <summary>A list with an element that ends in the empty list.</summary>
    public static TermType ProperNonEmptyList { get; } = NonEmptyListOf(Any, Nil);

    /// <summary>Any map.</summary>
    public static TermType Map { get; } = new(TermKinds.Map);

    /// <summary>Any fun.</summary>
    public static TermType Fun { get; } = new(TermKinds.Fun);

    /// <summary>Any tuple.</summary>
    public static TermType Tuple { get; } = new(TermKinds.Tuple);

    /// <summary>A process identifier.</summary>
    public static TermType Pid { get; } = new(TermKinds.Pid);

    /// <summary>A port.</summary>
    public static TermType Port { get; } = new(TermKinds.Port);

    /// <summary>A reference.</summary>
    public static TermType Reference { get; } = new(TermKinds.Reference);

    /// <summary>A native record.</summary>
    public static TermType NativeRecord { get; } = new(TermKinds.NativeRecord);

    /// <summary>A mark in the message queue.</summary>
    public static TermType ReceiveMarker { get; } = new(TermKinds.ReceiveMarker);

    /// <summary>What a match can begin with: a bitstring or a match context.</summary>
    public static TermType Matchable { get; } = new(TermKinds.Bitstring | TermKinds.MatchContext);

    /// <summary>One of some atoms.</summary>
    public static TermType AtomOf(params ReadOnlySpan<string> names)
    {
        var atoms = names.ToArray();
        Array.Sort(atoms, StringComparer.Ordinal);
        return new(TermKinds.Atom) { Atoms = atoms.Length > MaximumAtoms ? default : [.. atoms.Distinct()] };
    }

    /// <summary>An integer within bounds; <see langword="null"/> for no bound.</summary>
    public static TermType IntegerRange(long? minimum, long? maximum) =>
        minimum > maximum ? None : new(TermKinds.Integer) { Minimum = minimum, Maximum = maximum };

    /// <summary>A bitstring whose length in bits is a multiple of a number.</summary>
    /// <param name="unit">The number, 1 to 256.</param>
    public static TermType BitstringOf(int unit) => new(TermKinds.Bitstring) { Unit = Math.Clamp(unit, 1, MaximumUnit) };

    /// <summary>A match context with a multiple of so many bits left.</summary>
    public static TermType MatchContext(int unit) => new(TermKinds.MatchContext) { ContextUnit = Math.Clamp(unit, 1, MaximumUnit) };

    /// <summary>A saved position with a multiple of so many bits left.</summary>
    public static TermType MatchPosition(int unit) => new(TermKinds.MatchPosition) { ContextUnit = Math.Clamp(unit, 1, MaximumUnit) };

    /// <summary>A tuple of a size.</summary>
    public static TermType TupleOf(int size) => OfShape(new TupleShape(size, true, []));

    /// <summary>A tuple of at least a size.</summary>
    public static TermType TupleAtLeast(int size) => size <= 0 ? Tuple : OfShape(new TupleShape(size, false, []));

    /// <summary>A fun of some number of arguments.</summary>
    public static TermType FunOf(int arity, TermType? result = null) =>
        new(TermKinds.Fun) { FunArity = arity, FunResultType = Nested(result), Depth = DepthOf(Nested(result)) };

    /// <summary>A map with keys and values of some types.</summary>
    public static TermType MapOf(TermType keys, TermType values) => new(TermKinds.Map)
    {
        KeyType = Nested(keys), ValueType = Nested(values), Depth = Math.Max(DepthOf(Nested(keys)), DepthOf(Nested(values))),
    };

    /// <summary>A list of elements of some type, empty or not.</summary>
    public static TermType ListOf(TermType element) => NonEmptyListOf(element, Nil).Join(Nil);

    /// <summary>A list with an element, and elements and an end of some types.</summary>
    public static TermType NonEmptyListOf(TermType element, TermType terminator)
    {
        var (inner, end) = (Nested(element), Nested(terminator));
        return element.IsNone ? None
            : new(TermKinds.Cons) { ElementType = inner, Terminator = end, Depth = Math.Max(DepthOf(inner), DepthOf(end)) };
    }

    /// <summary>What <c>[Head|Tail]</c> is.</summary>
    public static TermType Cons(TermType head, TermType tail)
    {
        var end = tail.Kinds == (tail.Kinds & TermKinds.Cons) ? None : tail.Subtract(NonEmptyList);
        var element = head;
        if (tail.Has(TermKinds.Cons))
        {
            element = head.Join(tail.ElementType ?? Any);
            end = end.Join(tail.Terminator ?? Any);
        }

        return NonEmptyListOf(element, end);
    }

    /// <summary>The type of a term.</summary>
    public static TermType FromTerm(Term term) => term switch
    {
        AtomTerm atom => AtomOf(atom.Name),
        IntegerTerm { Value: var value } => value >= long.MinValue && value <= long.MaxValue ? IntegerRange((long)value, (long)value)
            : value.Sign < 0 ? IntegerRange(null, long.MinValue) : IntegerRange(long.MaxValue, null),
        FloatTerm => Float,
        NilTerm => Nil,
        BitstringTerm bits => BitstringOf(Gcd(MaximumUnit, (int)(bits.BitLength % MaximumUnit))),
        PidTerm => Pid,
        PortTerm => Port,
        ReferenceTerm => Reference,
        ExternalFunTerm fun => FunOf(fun.Arity),
        LocalFunTerm fun => FunOf(fun.Arity),
        NativeRecordTerm => NativeRecord,
        _ => Literals.GetValue(term, static compound => FromCompound(compound)),
    };

    /// <summary>What an entry of the type table says; for match contexts compilers write bitstring.</summary>
    public static TermType FromAnnotation(BeamType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var kinds = TermKinds.None;
        foreach (var (bit, kind) in AnnotationKinds)
        {
            if ((type.Kinds & bit) != 0)
            {
                kinds |= kind;
            }
        }

        // Tables before OTP 29 cannot name native records; what may be almost anything may be one.
        if ((kinds & TermKinds.Terms) is var terms && (terms | AlmostAll) == terms)
        {
            kinds |= TermKinds.NativeRecord;
        }

        return new TermType(kinds)
            {
                Minimum = (kinds & TermKinds.Integer) != 0 ? type.Minimum : null,
                Maximum = (kinds & TermKinds.Integer) != 0 ? type.Maximum : null,
                Unit = (kinds & TermKinds.Bitstring) != 0 ? type.Unit ?? 1 : 1,
            };
    }

    private static ReadOnlySpan<(BeamTypeKinds Bit, TermKinds Kind)> AnnotationKinds => AnnotationKindTable;

    private const TermKinds AlmostAll =
        TermKinds.Bitstring | TermKinds.Float | TermKinds.Fun | TermKinds.Map | TermKinds.Pid | TermKinds.Port | TermKinds.Reference;

    private static readonly (BeamTypeKinds, TermKinds)[] AnnotationKindTable =
    [
        (BeamTypeKinds.Atom, TermKinds.Atom), (BeamTypeKinds.Bitstring, TermKinds.Bitstring | TermKinds.MatchContext), (BeamTypeKinds.Cons, TermKinds.Cons),
        (BeamTypeKinds.Float, TermKinds.Float), (BeamTypeKinds.Fun, TermKinds.Fun), (BeamTypeKinds.Integer, TermKinds.Integer),
        (BeamTypeKinds.Map, TermKinds.Map), (BeamTypeKinds.Nil, TermKinds.Nil), (BeamTypeKinds.Pid, TermKinds.Pid),
        (BeamTypeKinds.Port, TermKinds.Port), (BeamTypeKinds.Reference, TermKinds.Reference), (BeamTypeKinds.Tuple, TermKinds.Tuple),
        (BeamTypeKinds.NativeRecord, TermKinds.NativeRecord), (BeamTypeKinds.MatchContext, TermKinds.MatchContext),
    ];

    private static TermType OfShape(TupleShape shape)
    {
        var depth = 0;
        foreach (var element in shape.Elements)
        {
            depth = Math.Max(depth, element.Depth + 1);
        }

        return new(TermKinds.Tuple) { Shapes = [shape], Depth = depth };
    }

    private static TermType FromCompound(Term term)
    {
        switch (term)
        {
            case TupleTerm tuple:
                var elements = ImmutableArray.CreateBuilder<TermType>(TupleShape.MaximumElements);
                for (var index = 0; index < Math.Min(tuple.Arity, TupleShape.MaximumElements); index++)
                {
                    elements.Add(Limited(FromTerm(tuple[index])));
                }

                return OfShape(TupleShape.Make(tuple.Arity, true, elements));
            case ListTerm list:
                var element = None;
                foreach (var item in list.Elements)
                {
                    element = element.Join(FromTerm(item));
                    if (element.IsAny)
                    {
                        break;
                    }
                }

                return NonEmptyListOf(element, FromTerm(list.Tail));
            case MapTerm map:
                var (keys, values) = (None, None);
                foreach (var (key, value) in map.Pairs)
                {
                    keys = keys.Join(FromTerm(key));
                    values = values.Join(FromTerm(value));
                }

                return MapOf(keys, values);
            default:
                return Any;
        }
    }

    // Types are not nested deeper than this; what is deeper is anything.
    private static TermType? Nested(TermType? type) => type is null || type.IsAny || type.Depth >= MaximumDepth ? null : type;

    private static TermType Limited(TermType type) => type.Depth >= MaximumDepth ? Any : type;

    private static int DepthOf(TermType? type) => type is null ? 0 : type.Depth + 1;
}
