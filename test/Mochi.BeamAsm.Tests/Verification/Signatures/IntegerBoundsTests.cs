using System.Numerics;
using Mochi.BeamAsm.Verification.Signatures;
using Mochi.BeamAsm.Verification.Types;

namespace Mochi.BeamAsm.Tests.Verification.Signatures;

/// <summary>Results of arithmetic lie within the bounds that are told of them, and small ranges are told exactly.</summary>
[TestClass]
public sealed class IntegerBoundsTests
{
    private static readonly (string Name, Func<TermType, TermType, TermType> Bounds, Func<BigInteger, BigInteger, BigInteger?> Compute, bool IsExact)[] Operators =
    [
        ("+", IntegerBounds.Add, (one, other) => one + other, true),
        ("-", IntegerBounds.Subtract, (one, other) => one - other, true),
        ("*", IntegerBounds.Multiply, (one, other) => one * other, true),
        ("div", IntegerBounds.Divide, (one, other) => other.IsZero ? null : BigInteger.Divide(one, other), true),
        ("rem", IntegerBounds.Remainder, (one, other) => other.IsZero ? null : BigInteger.Remainder(one, other), false),
        ("band", IntegerBounds.And, (one, other) => one & other, true),
        ("bor", IntegerBounds.Or, (one, other) => one | other, true),
        ("bxor", IntegerBounds.ExclusiveOr, (one, other) => one ^ other, false),
        ("bsl", IntegerBounds.ShiftLeft, Shifted, true),
        ("bsr", IntegerBounds.ShiftRight, (one, other) => Shifted(one, -other), true),
        ("abs", (operand, _) => IntegerBounds.Absolute(operand), (operand, _) => BigInteger.Abs(operand), true),
        ("negation", (operand, _) => IntegerBounds.Negate(operand), (operand, _) => -operand, true),
        ("bnot", (operand, _) => IntegerBounds.Not(operand), (operand, _) => -operand - 1, true),
    ];

    [TestMethod]
    public void SmallRangesAreToldExactly()
    {
        foreach (var (name, bounds, compute, isExact) in Operators)
        {
            for (var range = 0; range < 9 * 9 * 9 * 9; range++)
            {
                var (a, b, c, d) = ((range % 9) - 4, (range / 9 % 9) - 4, (range / 81 % 9) - 4, (range / 729) - 4);
                if (a > b || c > d)
                {
                    continue;
                }

                var results = new List<BigInteger>();
                for (var one = a; one <= b; one++)
                {
                    for (var other = c; other <= d; other++)
                    {
                        if (compute(one, other) is { } result)
                        {
                            results.Add(result);
                        }
                    }
                }

                var told = bounds(TermType.IntegerRange(a, b), TermType.IntegerRange(c, d));
                if (results.Count == 0)
                {
                    Check(told.IsNone, name, a, b, c, d, told, "none");
                    continue;
                }

                var (least, greatest) = (results.Min(), results.Max());
                Check(!(told.Minimum > least) && !(told.Maximum < greatest) && !told.IsNone, name, a, b, c, d, told, $"{least}..{greatest}");
                Check(!isExact || (told.Minimum == least && told.Maximum == greatest), name, a, b, c, d, told, $"{least}..{greatest}, and no more");
            }
        }
    }

    [TestMethod]
    public void LargeAndOpenRangesIncludeAllResults()
    {
        var random = new Random(29);
        foreach (var (name, bounds, compute, _) in Operators)
        {
            for (var round = 0; round < 40_000; round++)
            {
                var (left, right) = (Range(random), Range(random));
                var told = bounds(left, right);
                var (one, other) = (Member(random, left), Member(random, right));
                if (name is "bsl" or "bsr" && BigInteger.Abs(other) > 200)
                {
                    continue;
                }

                if (compute(one, other) is { } result && (told.IsNone || told.Minimum > result || told.Maximum < result))
                {
                    Assert.Fail($"{one} {name} {other} is {result}, which is not in {told} of {left} and {right}");
                }
            }
        }
    }

    private static BigInteger? Shifted(BigInteger value, BigInteger shift) => shift >= 0 ? value << (int)shift : value >> (int)-shift;

    private static long Number(Random random) => random.Next(6) switch
    {
        0 => random.Next(-4, 5),
        1 => random.Next(-300, 300),
        2 => long.MaxValue - random.Next(3),
        3 => long.MinValue + 1 + random.Next(3),
        4 => (1L << random.Next(63)) - random.Next(2),
        _ => random.NextInt64(long.MinValue + 1, long.MaxValue),
    };

    private static TermType Range(Random random)
    {
        var (one, other) = (Number(random), Number(random));
        return TermType.IntegerRange(
            random.Next(6) == 0 ? null : Math.Min(one, other), random.Next(6) == 0 ? null : Math.Max(one, other));
    }

    private static BigInteger Member(Random random, TermType range)
    {
        var far = BigInteger.One << random.Next(1, 130);
        var (low, high) = (range.Minimum ?? (BigInteger)(range.Maximum ?? 0) - far, range.Maximum ?? (BigInteger)(range.Minimum ?? 0) + far);
        return random.Next(4) switch
        {
            0 => low,
            1 => high,
            2 => low + ((high - low) * random.Next(1001) / 1000),
            _ => BigInteger.Max(low, BigInteger.Min(high, (high & ~(BigInteger)random.NextInt64()) | (BigInteger)random.Next(9))),
        };
    }

    private static void Check(bool holds, string name, int a, int b, int c, int d, TermType told, string real)
    {
        if (!holds)
        {
            Assert.Fail($"{a}..{b} {name} {c}..{d} is {real}, not {told}");
        }
    }
}
