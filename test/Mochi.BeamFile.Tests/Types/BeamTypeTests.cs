using FluentAssertions;
using Mochi.BeamFile.Types;

namespace Mochi.BeamFile.Tests.Types;

[TestClass]
public sealed class BeamTypeTests
{
    [TestMethod]
    public void ToString_NamesKindsBoundsAndUnit()
    {
        BeamType.Any.ToString().Should().Be("any");
        BeamType.IntegerRange(0, 1000).ToString().Should().Be("integer 0..1000");
        BeamType.IntegerRange(null, -1).ToString().Should().Be("integer ..-1");
        BeamType.Binary.ToString().Should().Be("bitstring unit 8");
        BeamType.Atom.Join(BeamType.Tuple).ToString().Should().Be("atom | tuple");
    }

    [TestMethod]
    public void Join_ContainsBoth()
    {
        BeamType.IntegerRange(1, 5).Join(BeamType.IntegerRange(-3, 2)).Should().Be(BeamType.IntegerRange(-3, 5));
        BeamType.IntegerRange(1, 5).Join(BeamType.IntegerRange(7, null)).Should().Be(BeamType.IntegerRange(1, null));
        BeamType.IntegerRange(1, 5).Join(BeamType.Atom)
            .Should().Be(new BeamType(BeamTypeKinds.Integer | BeamTypeKinds.Atom, 1, 5));
        BeamType.Bitstring(16).Join(BeamType.Bitstring(24)).Should().Be(BeamType.Bitstring(8));
        BeamType.Bitstring(16).Join(BeamType.AnyBitstring).Should().Be(BeamType.AnyBitstring);
    }

    [TestMethod]
    public void IntegerRange_LeavesOutBoundsThatTheChunkCannotHold()
    {
        BeamType.IntegerRange(long.MinValue, BeamType.LargestBound).Should()
            .Be(new BeamType(BeamTypeKinds.Integer, null, BeamType.LargestBound));
        var empty = () => BeamType.IntegerRange(2, 1);
        empty.Should().Throw<ArgumentOutOfRangeException>();
    }
}
