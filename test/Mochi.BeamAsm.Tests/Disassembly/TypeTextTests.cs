using FluentAssertions;
using Mochi.BeamAsm.Disassembly;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Tests.Disassembly;

[TestClass]
public class TypeTextTests
{
    public static IEnumerable<object[]> Samples()
    {
        yield return [BeamType.Any, "any"];
        yield return [BeamType.Any with { Kinds = BeamTypeKinds.Any & ~BeamTypeKinds.NativeRecord }, "any"];
        yield return [BeamType.Any with { Minimum = 0 }, "any(0..)"];
        yield return [BeamType.Number, "number"];
        yield return [BeamType.IntegerRange(null, -1).Join(BeamType.Nil), "integer(..-1)|nil"];
        yield return [BeamType.IntegerRange(0, 255).Join(BeamType.Float), "integer(0..255)|float"];
        yield return [BeamType.List.Join(BeamType.Atom), "atom|list"];
        yield return [BeamType.Binary, "bitstring(8)"];
        yield return [new BeamType(BeamTypeKinds.None), "none"];
    }

    [TestMethod]
    [DynamicData(nameof(Samples))]
    public void A_type_in_words(BeamType type, string expected) => TypeText.Of(type).Should().Be(expected);
}
