using System.Diagnostics;
using FluentAssertions;
using Mochi.BeamFile.Comparison;

namespace Mochi.BeamFile.Tests.Comparison;

[TestClass]
public sealed class EditScriptTests
{
    [TestMethod]
    [DataRow("", "", "")]
    [DataRow("abc", "abc", " a b c")]
    [DataRow("", "ab", "+a+b")]
    [DataRow("ab", "", "-a-b")]
    [DataRow("axc", "ayc", " a-x+y c")]
    [DataRow("abcd", "bcde", "-a b c d+e")]
    [DataRow("aaaa", "aaa", "-a a a a")]
    public void SmallCases(string left, string right, string expected) => Show(left, right).Should().HaveLength(expected.Length)
        .And.Match(text => Apply(left, right) == right && Cost(text) == Cost(expected));

    [TestMethod]
    public void OfRandomSequences_ItIsRightAndTheShortest()
    {
        var random = new Random(7);
        for (var round = 0; round < 400; round++)
        {
            var left = Sequence(random, random.Next(40), 1 + random.Next(8));
            var right = random.Next(2) == 0 ? Sequence(random, random.Next(40), 1 + random.Next(8)) : Mutate(random, left);
            var script = EditScript.Find(left, right);
            Replay(script, left, right).Should().Equal(right);
            script.Count(edit => edit.Kind != EditKind.Keep)
                .Should().Be(left.Length + right.Length - (2 * LongestCommon(left, right)));
        }
    }

    /// <summary>Where the shortest script would take too long, there is one all the same.</summary>
    [TestMethod]
    [DataRow(3)]
    [DataRow(1000)]
    [DataRow(1_000_000)]
    public void OfLongSequences_ItIsRightAndSoon(int kinds)
    {
        var random = new Random(11);
        var left = Sequence(random, 60_000, kinds);
        var right = Sequence(random, 50_000, kinds);
        left.AsSpan(10_000, 5_000).CopyTo(right.AsSpan(20_000));
        var clock = Stopwatch.StartNew();
        Replay(EditScript.Find(left, right), left, right).Should().Equal(right);
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20));
    }

    [TestMethod]
    public void WithoutABudget_WhatOccursOnceIsKept()
    {
        int[] left = [1, 2, 3, 9, 9, 4, 5];
        int[] right = [9, 1, 3, 8, 2, 9, 9, 5, 4];
        var script = EditScript.Find(left, right, budget: 0);
        Replay(script, left, right).Should().Equal(right);
        script.Where(edit => edit.Kind == EditKind.Keep).Select(edit => left[edit.Index]).Should().Contain([1, 5]);
    }

    private static string Show(string left, string right) => string.Concat(
        EditScript.Find([.. left.Select(c => (int)c)], [.. right.Select(c => (int)c)]).Select(edit => edit.Kind switch
        {
            EditKind.Keep => " " + left[edit.Index],
            EditKind.Remove => "-" + left[edit.Index],
            _ => "+" + right[edit.Index],
        }));

    private static string Apply(string left, string right)
    {
        int[] ours = [.. left.Select(c => (int)c)];
        int[] theirs = [.. right.Select(c => (int)c)];
        return string.Concat(Replay(EditScript.Find(ours, theirs), ours, theirs).Select(number => (char)number));
    }

    private static int Cost(string script) => script.Count(c => c is '+' or '-');

    private static List<int> Replay(IReadOnlyList<(EditKind Kind, int Index)> script, int[] left, int[] right)
    {
        var result = new List<int>();
        var (expectedLeft, expectedRight) = (0, 0);
        var isAdding = false;
        foreach (var (kind, index) in script)
        {
            index.Should().Be(kind == EditKind.Add ? expectedRight : expectedLeft);
            (kind == EditKind.Remove && isAdding).Should().BeFalse("removals stand before additions");
            isAdding = kind == EditKind.Add;
            expectedLeft += kind == EditKind.Add ? 0 : 1;
            expectedRight += kind == EditKind.Remove ? 0 : 1;
            if (kind != EditKind.Remove)
            {
                result.Add(kind == EditKind.Keep ? left[index] : right[index]);
            }
        }

        expectedLeft.Should().Be(left.Length);
        return result;
    }

    private static int[] Sequence(Random random, int length, int kinds) =>
        [.. Enumerable.Range(0, length).Select(_ => random.Next(kinds))];

    private static int[] Mutate(Random random, int[] sequence)
    {
        var list = sequence.ToList();
        for (var change = random.Next(6); change > 0; change--)
        {
            if (list.Count > 0 && random.Next(2) == 0)
            {
                list.RemoveAt(random.Next(list.Count));
            }
            else
            {
                list.Insert(random.Next(list.Count + 1), random.Next(8));
            }
        }

        return [.. list];
    }

    private static int LongestCommon(int[] left, int[] right)
    {
        var lengths = new int[left.Length + 1, right.Length + 1];
        for (var x = 1; x <= left.Length; x++)
        {
            for (var y = 1; y <= right.Length; y++)
            {
                lengths[x, y] = left[x - 1] == right[y - 1]
                    ? lengths[x - 1, y - 1] + 1 : Math.Max(lengths[x - 1, y], lengths[x, y - 1]);
            }
        }

        return lengths[left.Length, right.Length];
    }
}
