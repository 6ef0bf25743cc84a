using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.Language.Runtime;

namespace Mochi.Language.Tests.Runtime;

[TestClass]
public class TypeOverlapTests
{
    [TestMethod]
    [DataRow("int", "float")]
    [DataRow("int(0..3)", "int(4..)")]
    [DataRow("atom(a, b)", "atom(c)")]
    [DataRow("tuple(int)", "tuple(int, int)")]
    [DataRow("tuple(atom(a), any)", "tuple(atom(b), any)")]
    [DataRow("fun(any) -> any", "fun() -> any")]
    [DataRow("list", "map")]
    [DataRow("int or binary", "float or atom")]
    [DataRow("pid", "port")]
    public void Types_without_a_common_value_are_disjoint(string left, string right)
    {
        AreDisjoint(left, right).Should().BeTrue();
        AreDisjoint(right, left).Should().BeTrue();
    }

    [TestMethod]
    [DataRow("int", "any")]
    [DataRow("never", "int")]
    [DataRow("int(0..3)", "int(3..)")]
    [DataRow("atom", "bool")]
    [DataRow("list(int)", "list(binary)")]
    [DataRow("map(int, int)", "map(binary, any)")]
    [DataRow("binary", "bitstring")]
    [DataRow("tuple(any)", "tuple")]
    [DataRow("fun(any) -> int", "fun(int) -> binary")]
    [DataRow("fun(any) -> int", "fun")]
    [DataRow("int or binary", "binary or atom")]
    public void Types_with_a_common_value_are_not(string left, string right)
    {
        AreDisjoint(left, right).Should().BeFalse();
        AreDisjoint(right, left).Should().BeFalse();
    }

    private static bool AreDisjoint(string left, string right) =>
        TypeOverlap.AreDisjoint(MirParser.ParseType(left)!, MirParser.ParseType(right)!);
}
