using FluentAssertions;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Tests.Naming;

[TestClass]
public sealed class NearestNameTests
{
    [TestMethod]
    [DataRow("mvoe", "move swap", "move", DisplayName = "swapped")]
    [DataRow("moove", "move swap", "move", DisplayName = "added")]
    [DataRow("mve", "move swap", "move", DisplayName = "left out")]
    [DataRow("mopve_tuple", "move_tuple", "move_tuple", DisplayName = "added in a longer one")]
    [DataRow("MOVE", "move moved", "move", DisplayName = "another case")]
    [DataRow("x", "y", "y", DisplayName = "one letter is always allowed")]
    [DataRow("move", "made", null, DisplayName = "two of four letters are too many")]
    [DataRow("formst", "format formats", "format", DisplayName = "the nearest of several")]
    [DataRow("cat", "rat bat", "bat", DisplayName = "the first of equals")]
    [DataRow("move", "move", null, DisplayName = "not itself")]
    [DataRow("", "a ab", "a", DisplayName = "nothing")]
    [DataRow("abcdef", "", null, DisplayName = "no candidates")]
    public void Find(string name, string candidates, string? expected)
    {
        var names = candidates.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        NearestName.Find(name, names).Should().Be(expected);
        NearestName.Find(name, names.Reverse()).Should().Be(expected, "the order of the candidates does not matter");
    }

    [TestMethod]
    public void OnlyNamesOfUpToAHundredLetters_AreCompared()
    {
        NearestName.Find(new string('x', 100), [new string('x', 101)]).Should().HaveLength(101);
        NearestName.Find(new string('x', 101), [new string('x', 100)]).Should().BeNull();
    }
}
