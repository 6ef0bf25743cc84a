using System.Runtime.CompilerServices;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Verification.Types;

/// <content>Types of terms and of annotations.</content>
public sealed partial class TermType
{
    private const int LargestUnit = 256;

    // With all of these it is almost anything: tables before OTP 29 cannot name native records.
    private const TermKinds AlmostAll = TermKinds.Bitstring | TermKinds.Float | TermKinds.Fun | TermKinds.Map | TermKinds.Identifier;

    private static readonly ConditionalWeakTable<Term, TermType> Literals = [];

    /// <summary>The type of a term. What is nested deeper than types are may be anything.</summary>
    public static TermType FromTerm(Term term)
    {
        ArgumentNullException.ThrowIfNull(term);
        return term is TupleTerm or ListTerm or MapTerm
            ? Literals.GetValue(term, static compound => FromTerm(compound, MaximumDepth)) : FromTerm(term, MaximumDepth);
    }

    /// <summary>
    /// What an entry of the type table says. For a match context compilers write a bitstring, so that may be one.
    /// </summary>
    /// <param name="type">The entry; one of which only the number is known says nothing.</param>
    public static TermType FromAnnotation(BeamType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.Kinds == BeamTypeKinds.None && type.Minimum is not null)
        {
            return Any.Join(MatchContext(1));
        }

        // The kinds of terms have the same bits in both enumerations.
        var kinds = (TermKinds)(type.Kinds & BeamTypeKinds.Any);
        if ((type.Kinds & (BeamTypeKinds.Bitstring | BeamTypeKinds.MatchContext)) != 0)
        {
            kinds |= TermKinds.MatchContext;
        }

        if ((kinds & AlmostAll) == AlmostAll)
        {
            kinds |= TermKinds.NativeRecord;
        }

        var parts = new Parts(kinds)
        {
            Minimum = type.Minimum ?? long.MinValue,
            Maximum = type.Maximum ?? long.MaxValue,
            Unit = Math.Max(type.Unit ?? 1, 1),
            ContextUnit = Math.Max(type.Unit ?? 1, 1),
        };
        if (parts.Minimum > parts.Maximum)
        {
            parts.Kinds &= ~TermKinds.Integer;
        }

        return Build(ref parts);
    }

    private static TermType FromTerm(Term term, int depth) => term switch
    {
        AtomTerm atom => AtomOf(atom.Name),
        IntegerTerm integer => FromInteger(integer),
        FloatTerm => Float,
        NilTerm => Nil,
        BitstringTerm bits => BitstringOf(UnitOf(bits.BitLength)),
        PidTerm => Pid,
        PortTerm => Port,
        ReferenceTerm => Reference,
        ExternalFunTerm fun => FunOf(fun.Arity),
        LocalFunTerm fun => FunOf(fun.Arity),
        NativeRecordTerm record => NativeRecordOf(record.Module, record.Name),
        TupleTerm tuple => FromTuple(tuple, depth),
        ListTerm list => depth == 0 ? NonEmptyList : FromList(list, depth - 1),
        MapTerm map => depth == 0 ? Map : FromMap(map, depth - 1),
        _ => Any,
    };

    private static TermType FromInteger(IntegerTerm term) =>
        term.Value < long.MinValue ? IntegerRange(null, long.MinValue)
        : term.Value > long.MaxValue ? IntegerRange(long.MaxValue, null)
        : IntegerRange((long)term.Value, (long)term.Value);

    private static TermType FromTuple(TupleTerm tuple, int depth)
    {
        var elements = new TermType[depth == 0 ? 0 : Math.Min(tuple.Arity, TupleShape.MaximumElements)];
        for (var index = 0; index < elements.Length; index++)
        {
            elements[index] = FromTerm(tuple[index], depth - 1);
        }

        return TupleOf(tuple.Arity, true, elements);
    }

    private static TermType FromList(ListTerm list, int depth)
    {
        var element = None;
        for (var index = 0; index < list.Elements.Length && !element.IsAny; index++)
        {
            element = element.Join(FromTerm(list.Elements[index], depth));
        }

        return NonEmptyListOf(element, FromTerm(list.Tail, depth));
    }

    private static TermType FromMap(MapTerm map, int depth)
    {
        var (keys, values) = (None, None);
        for (var index = 0; index < map.Pairs.Length && !(keys.IsAny && values.IsAny); index++)
        {
            keys = keys.IsAny ? keys : keys.Join(FromTerm(map.Pairs[index].Key, depth));
            values = values.IsAny ? values : values.Join(FromTerm(map.Pairs[index].Value, depth));
        }

        return MapOf(keys, values);
    }

    // The largest number up to 256 that divides a length and that every smaller power of two in the length divides.
    private static int UnitOf(long length)
    {
        var common = CommonDivisor(LargestUnit, (int)(length % LargestUnit));
        for (var unit = LargestUnit / common * common; unit > common; unit -= common)
        {
            if (length % unit == 0)
            {
                return unit;
            }
        }

        return common;
    }
}
