using FluentAssertions;
using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Tests.Verification.Types;

/// <summary>What holds of any types: the laws of a lattice.</summary>
[TestClass]
public sealed class TermTypeLawTests
{
    [TestMethod]
    public void JoinAndMeetAreCommutativeAndBoundBoth() => ForPairs((one, other) =>
    {
        var (join, meet) = (one.Join(other), one.Meet(other));
        Check(join == other.Join(one), "join commutes", one, other);
        Check(one.IsSubsetOf(join) && other.IsSubsetOf(join), "join bounds", one, other);
        Check(meet == other.Meet(one), "meet commutes", one, other);
        Check(meet.IsSubsetOf(one) && meet.IsSubsetOf(other), "meet is bounded", one, other);
        Check(one.IsDisjointFrom(other) == meet.IsNone, "disjoint types have no meet", one, other);
        Check(join.GetHashCode() == other.Join(one).GetHashCode(), "equal types hash alike", one, other);
        Check(join.ToString() == other.Join(one).ToString(), "equal types read alike", one, other);
    });

    [TestMethod]
    public void OperationsReturnTheSameObjectWhenNothingChanges() => ForPairs((one, other) =>
    {
        var join = one.Join(other);
        Check(ReferenceEquals(join, join.Join(one)), "a join includes the first", one, other);
        Check(ReferenceEquals(join, join.Join(other)), "a join includes the second", one, other);
        Check(ReferenceEquals(join, join.Widen(other)), "a join includes the second when widened", one, other);
        Check(one.Join(one.Meet(other)) == one, "absorption of a meet", one, other);
        Check(one.Meet(join) == one, "absorption of a join", one, other);
        Check(!one.IsSubsetOf(other) || one.Meet(other) == one, "the meet with a larger type", one, other);
    });

    [TestMethod]
    public void SubtractionOnlyTakesAwayAndWideningBoundsBoth() => ForPairs((one, other) =>
    {
        Check(one.Subtract(other).IsSubsetOf(one), "less is left", one, other);
        Check(!one.IsSubsetOf(other) || one.Subtract(other).IsNone, "nothing is left of a part", one, other);
        var wide = one.Widen(other);
        Check(one.IsSubsetOf(wide) && other.IsSubsetOf(wide) && one.Join(other).IsSubsetOf(wide), "widening bounds", one, other);
        Check(one.Join(other).Depth <= TermType.MaximumDepth, "joins are not too deep", one, other);
    });

    [TestMethod]
    public void JoinIsAssociativeAndBothAreMonotone()
    {
        var types = TypePool.Types;
        for (var first = 0; first < types.Count; first += 3)
        {
            for (var second = 1; second < types.Count; second += 3)
            {
                for (var third = 2; third < types.Count; third += 7)
                {
                    var (a, b, c) = (types[first], types[second], types[third]);
                    Check(a.Join(b).Join(c) == a.Join(b.Join(c)), "join associates", a, b, c);
                    Check(a.Meet(c).IsSubsetOf(a.Join(b).Meet(c)), "meet is monotone", a, b, c);
                    Check(a.Join(c).IsSubsetOf(a.Join(b).Join(c)), "join is monotone", a, b, c);
                }
            }
        }
    }

    [TestMethod]
    public void ChainsOfWideningEnd()
    {
        foreach (var seed in TypePool.Types)
        {
            var (type, steps) = (seed, 0);
            for (var round = 0; round < 2; round++)
            {
                for (var index = 0; index < 2000; index++)
                {
                    var next = TermType.IntegerRange(-index, index).Join(TermType.TupleOfElements(
                        TermType.AtomOf("s" + index), TermType.IntegerRange(index, index), type, TermType.ListOf(type)));
                    var wider = type.Widen(next);
                    steps += ReferenceEquals(wider, type) ? 0 : 1;
                    type = wider;
                }
            }

            steps.Should().BeLessThan(200, "widening {0} must end", seed);
        }
    }

    private static void ForPairs(Action<TermType, TermType> check)
    {
        foreach (var one in TypePool.Types)
        {
            foreach (var other in TypePool.Types)
            {
                check(one, other);
            }
        }
    }

    private static void Check(bool holds, string law, TermType one, TermType other, TermType? third = null)
    {
        if (!holds)
        {
            Assert.Fail($"{law}: {one} and {other} ({third}); join {one.Join(other)}, meet {one.Meet(other)}, without {one.Subtract(other)}");
        }
    }
}
