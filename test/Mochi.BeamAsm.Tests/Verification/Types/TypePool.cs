using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Tests.Verification.Types;

/// <summary>Terms and types made by a fixed rule, the same in every run.</summary>
internal static class TypePool
{
    public static IReadOnlyList<Term> Terms { get; } = MakeTerms();

    public static IReadOnlyList<TermType> Types { get; } = MakeTypes();

    private static List<Term> MakeTerms()
    {
        List<Term> terms =
        [
            Term.Atom("true"), Term.Atom("false"), Term.Atom("ok"), Term.Atom("error"), Term.Atom("a"), Term.Atom("b"), Term.Atom("zebra"),
            Term.Integer(0), Term.Integer(1), Term.Integer(-1), Term.Integer(7), Term.Integer(255), Term.Integer(256), Term.Integer(-4096),
            Term.Integer(long.MaxValue), Term.Integer(long.MinValue), Term.Integer(System.Numerics.BigInteger.Pow(2, 90)),
            Term.Integer(-System.Numerics.BigInteger.Pow(2, 90)), Term.Float(0.0), Term.Float(-1.5),
            Term.Nil, Term.Binary([]), Term.Binary([1]), Term.Binary([1, 2, 3]), Term.Bitstring([128], 3), Term.Bitstring([1, 2], 4),
            Term.Map(), Term.ExternalFun("m", "f", 0), Term.ExternalFun("m", "f", 2),
            new NativeRecordTerm("m", "r", true, []), new NativeRecordTerm("m", "s", true, []),
        ];
        var random = new Random(4);
        while (terms.Count < 320)
        {
            Term One() => terms[random.Next(terms.Count)];
            terms.Add(random.Next(5) switch
            {
                0 => Term.List(One(), One()),
                1 => Term.ImproperList([One()], One()),
                2 => Term.Map((One(), One())),
                3 => Term.Tuple([.. Enumerable.Range(0, random.Next(4)).Select(_ => One())]),
                _ => Term.Tuple([Term.Atom(random.Next(2) == 0 ? "ok" : "error"), .. Enumerable.Range(0, random.Next(3)).Select(_ => One())]),
            });
        }

        return terms;
    }

    private static List<TermType> MakeTypes()
    {
        List<TermType> types =
        [
            TermType.None, TermType.Any, TermType.Atom, TermType.Boolean, TermType.AtomOf("ok"), TermType.AtomOf("error", "ok"),
            TermType.AtomOf("a", "b", "ok", "true", "false"), TermType.AtomOf("a"), TermType.Integer, TermType.Float, TermType.Number,
            TermType.IntegerRange(0, null), TermType.IntegerRange(null, -1), TermType.IntegerRange(0, 255), TermType.IntegerRange(7, 7),
            TermType.IntegerRange(-5, 7), TermType.IntegerRange(long.MaxValue - 1, null), TermType.Bitstring, TermType.Binary,
            TermType.BitstringOf(3), TermType.BitstringOf(12), TermType.BitstringOf(24), TermType.BitstringOf(256), TermType.List,
            TermType.NonEmptyList, TermType.Nil, TermType.ProperList, TermType.ListOf(TermType.IntegerRange(0, 255)), TermType.Map,
            TermType.MapOf(TermType.None, TermType.None), TermType.MapOf(TermType.Atom, TermType.Integer), TermType.Fun, TermType.FunOf(0),
            TermType.FunOf(2), TermType.FunOf(2, TermType.Integer), TermType.Tuple, TermType.TupleOf(0), TermType.TupleOf(2),
            TermType.TupleAtLeast(1), TermType.TupleAtLeast(3), TermType.Identifier, TermType.NativeRecord,
            TermType.NativeRecordOf("m", "r"), TermType.NativeRecordOf("m", "s"),
            TermType.TupleOfElements(TermType.AtomOf("ok"), TermType.Integer), TermType.TupleOfElements(TermType.AtomOf("error"), TermType.Atom),
            TermType.TupleOf(2, false, TermType.AtomOf("ok")), TermType.TupleOf(3, false, TermType.Any, TermType.Number),
            TermType.Any.Subtract(TermType.Nil), TermType.Any.Subtract(TermType.Tuple),
        ];
        var random = new Random(29);
        while (types.Count < 160)
        {
            TermType One() => types[random.Next(types.Count)];
            types.Add(random.Next(9) switch
            {
                0 => TermType.ListOf(One(), One()),
                1 => TermType.NonEmptyListOf(One(), One()),
                2 => TermType.MapOf(One(), One()),
                3 => TermType.TupleOf(3, random.Next(2) == 0, One(), One()),
                4 => TermType.TupleOfElements(TermType.AtomOf(random.Next(2) == 0 ? "ok" : "error"), One()),
                5 => TermType.FromTerm(Terms[random.Next(Terms.Count)]),
                6 => One().Meet(One()),
                _ => One().Join(One()),
            });
        }

        return types;
    }
}
