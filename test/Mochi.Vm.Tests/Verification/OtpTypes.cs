using System.Numerics;
using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Terms;

namespace Mochi.Vm.Tests.Verification;

/// <summary>The types of OTP's compiler, the records of its <c>beam_types.hrl</c>, as ours.</summary>
internal static class OtpTypes
{
    private const TermKinds Columns = TermKinds.Atom | TermKinds.List | TermKinds.Number | TermKinds.Tuple;

    // What is left when some kinds have columns of their own: native records have one since OTP 29.
    private static readonly TermType Others = TermType.OfKinds(TermKinds.Terms & ~(Columns | TermKinds.NativeRecord));
    private static readonly TermType OthersBefore29 = TermType.OfKinds(TermKinds.Terms & ~Columns);

    /// <summary>Our type that says the same, or the least that includes it.</summary>
    public static TermType Read(Term type) => type switch
    {
        AtomTerm { Name: "any" } => TermType.Any,
        AtomTerm { Name: "none" } => TermType.None,
        AtomTerm { Name: "nil" } => TermType.Nil,
        AtomTerm { Name: "pid" } => TermType.Pid,
        AtomTerm { Name: "port" } => TermType.Port,
        AtomTerm { Name: "reference" } => TermType.Reference,
        AtomTerm { Name: "identifier" } => TermType.OfKinds(TermKinds.Identifier),
        AtomTerm { Name: "other" } => Others,
        TupleTerm record => ReadRecord(((AtomTerm)record[0]).Name, record),
        _ => throw new ArgumentException($"{type} is no type"),
    };

    private static TermType ReadRecord(string name, TupleTerm record) => name switch
    {
        "t_atom" => record[1] is ListTerm atoms
            ? TermType.AtomOf([.. atoms.Elements.Select(atom => ((AtomTerm)atom).Name)]) : TermType.Atom,
        "t_bitstring" => TermType.BitstringOf(Number(record[1])),
        "t_bs_context" => TermType.MatchContext(Number(record[1])),
        "t_bs_matchable" => TermType.MatchableOf(Number(record[1])),
        "t_float" => TermType.Float,
        "t_fun" => TermType.FunOf(record[1] is IntegerTerm ? Number(record[1]) : -1, Read(record[3])),
        "t_integer" => ReadRange(record[1]),
        "t_number" => TermType.Float.Join(ReadRange(record[1])),
        "t_map" => TermType.MapOf(Read(record[1]), Read(record[2])),
        "t_cons" => TermType.NonEmptyListOf(Read(record[1]), Read(record[2])),
        "t_list" => TermType.ListOf(Read(record[1]), Read(record[2])),
        "t_tuple" => ReadTuple(record),
        "t_record" => record[1] is TupleTerm id ? TermType.NativeRecordOf(((AtomTerm)id[0]).Name, ((AtomTerm)id[1]).Name) : TermType.NativeRecord,
        "t_union" when record is { Arity: 6 } && record[5] is AtomTerm { Name: "other" } =>
            record.Elements.Skip(1).SkipLast(1).Select(ReadColumn).Aggregate(OthersBefore29, (one, other) => one.Join(other)),
        "t_union" => record.Elements.Skip(1).Select(ReadColumn).Aggregate((one, other) => one.Join(other)),
        _ => throw new ArgumentException($"{record} is no type"),
    };

    // A column of a union holds a type, or an ordered set of tuples by size and tag or of native records.
    private static TermType ReadColumn(Term column) => column is ListTerm set
        ? set.Elements.Select(item => Read(item is TupleTerm { Arity: 2 } keyed && keyed[0] is TupleTerm ? keyed[1] : item))
            .Aggregate((one, other) => one.Join(other))
        : Read(column);

    private static TermType ReadTuple(TupleTerm record)
    {
        var (size, isExact) = (Number(record[1]), record[2] == Term.True);
        var tuple = isExact ? TermType.TupleOf(size) : TermType.TupleAtLeast(size);
        foreach (var (index, element) in ((MapTerm)record[3]).Pairs)
        {
            tuple = tuple.WithTupleElement(Number(index), Read(element));
        }

        return tuple;
    }

    private static TermType ReadRange(Term range) => range is not TupleTerm bounds ? TermType.Integer
        : TermType.IntegerRange(Bound(bounds[0], toLeast: true), Bound(bounds[1], toLeast: false));

    private static long? Bound(Term bound, bool toLeast) => bound switch
    {
        IntegerTerm { Value: var value } when value > long.MaxValue => toLeast ? long.MaxValue : null,
        IntegerTerm { Value: var value } when value < long.MinValue => toLeast ? null : long.MinValue,
        IntegerTerm { Value: var value } => (long)value,
        _ => null,
    };

    private static int Number(Term term) => (int)(BigInteger)((IntegerTerm)term).Value;
}
