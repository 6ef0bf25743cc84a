using FluentAssertions;
using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Tests.Verification.Types;

/// <summary>What operations say of real terms.</summary>
[TestClass]
public sealed class TermTypeSoundnessTests
{
    [TestMethod]
    public void TermsAreOfTheirOwnType()
    {
        foreach (var term in TypePool.Terms)
        {
            var type = TermType.FromTerm(term);
            TypeMembership.Includes(type, term).Should().BeTrue("{0} is of type {1}", term, type);
            type.IsSubsetOf(TermType.Any).Should().BeTrue();
            if (type.SingletonValue is { } value)
            {
                value.Should().Be(term);
            }
        }
    }

    [TestMethod]
    public void SetsOfTermsFollowTheOperations()
    {
        var (terms, types) = (TypePool.Terms.Where((_, index) => index % 2 == 0 || index < 32).ToArray(), TypePool.Types);
        var members = types.Select(type => terms.Select(term => TypeMembership.Includes(type, term)).ToArray()).ToArray();
        for (var first = 0; first < types.Count; first++)
        {
            for (var second = 0; second < types.Count; second++)
            {
                var (one, other) = (types[first], types[second]);
                var (join, meet, rest, wide) = (one.Join(other), one.Meet(other), one.Subtract(other), one.Widen(other));
                var (isPart, isDisjoint) = (one.IsSubsetOf(other), one.IsDisjointFrom(other));
                for (var index = 0; index < terms.Length; index++)
                {
                    var (left, right, term) = (members[first][index], members[second][index], terms[index]);
                    Check(!(left || right) || (TypeMembership.Includes(join, term) && TypeMembership.Includes(wide, term)), "join", one, other, term);
                    Check(!(left && right) || TypeMembership.Includes(meet, term), "meet", one, other, term);
                    Check(!left || right || TypeMembership.Includes(rest, term), "subtract", one, other, term);
                    Check(!isPart || !left || right, "subset", one, other, term);
                    Check(!isDisjoint || !left || !right, "disjoint", one, other, term);
                }
            }
        }
    }

    [TestMethod]
    public void PartsOfTermsAreOfTheTypesOfParts()
    {
        foreach (var type in TypePool.Types)
        {
            foreach (var term in TypePool.Terms.Where(term => TypeMembership.Includes(type, term)))
            {
                switch (term)
                {
                    case ListTerm list:
                        TypeMembership.Includes(type.Head, list.Elements[0]).Should().BeTrue();
                        var tail = ListTerm.Create(list.Elements.RemoveAt(0), list.Tail);
                        TypeMembership.Includes(type.TailOfList, tail).Should().BeTrue("{0} follows in a {1}", tail, type);
                        var cons = TermType.Cons(TermType.FromTerm(list.Elements[0]), TermType.FromTerm(tail));
                        TypeMembership.Includes(cons, term).Should().BeTrue("{0} is a {1}", term, cons);
                        break;
                    case MapTerm map:
                        var more = type.WithMapEntry(TermType.Float, TermType.AtomOf("new"));
                        var added = new MapTerm([.. map.Pairs, KeyValuePair.Create<Term, Term>(Term.Float(99), Term.Atom("new"))]);
                        TypeMembership.Includes(more, added).Should().BeTrue();
                        break;
                    case TupleTerm { Arity: > 0 } tuple:
                        TypeMembership.Includes(type.TupleElement(tuple.Arity), tuple[tuple.Arity - 1]).Should().BeTrue();
                        TypeMembership.Includes(type.AnyElement, tuple[0]).Should().BeTrue();
                        TypeMembership.Includes(type.WithTupleElement(1, TermType.FromTerm(tuple[0])), tuple).Should().BeTrue();
                        var replaced = new TupleTerm(tuple.Elements.SetItem(0, Term.Atom("new")));
                        TypeMembership.Includes(type.ReplaceTupleElement(1, TermType.AtomOf("new")), replaced).Should().BeTrue();
                        TypeMembership.Includes(type.ReplaceAnyTupleElement(TermType.AtomOf("new")), replaced).Should().BeTrue();
                        type.MinimumTupleSize.Should().BeLessThanOrEqualTo(tuple.Arity);
                        break;
                }
            }
        }
    }

    [TestMethod]
    public void ComparisonsKeepWhatTheyMust()
    {
        var integers = TypePool.Terms.OfType<IntegerTerm>().ToList();
        foreach (var type in TypePool.Types)
        {
            foreach (var bound in integers.Concat<Term>([Term.Atom("a"), Term.Float(0.5)]))
            {
                foreach (var term in TypePool.Terms.Where(term => TypeMembership.Includes(type, term)))
                {
                    var order = TermComparer.Arithmetic.Compare(term, bound);
                    var other = TermType.FromTerm(bound);
                    Check(order >= 0 || TypeMembership.Includes(type.LessThan(other, orEqual: false), term), "<", type, other, term);
                    Check(order > 0 || TypeMembership.Includes(type.LessThan(other, orEqual: true), term), "=<", type, other, term);
                    Check(order <= 0 || TypeMembership.Includes(type.GreaterThan(other, orEqual: false), term), ">", type, other, term);
                    Check(order < 0 || TypeMembership.Includes(type.GreaterThan(other, orEqual: true), term), ">=", type, other, term);
                }
            }
        }
    }

    private static void Check(bool holds, string operation, TermType one, TermType other, Term term)
    {
        if (!holds)
        {
            Assert.Fail($"{operation} of {one} and {other} is wrong about {term}");
        }
    }
}
