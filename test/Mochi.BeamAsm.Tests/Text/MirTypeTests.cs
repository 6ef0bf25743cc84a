using FluentAssertions;
using Mochi.BeamAsm.Text;

namespace Mochi.BeamAsm.Tests.Text;

[TestClass]
public class MirTypeTests
{
    [TestMethod]
    [DataRow("any")]
    [DataRow("int(-1..)")]
    [DataRow("atom('a b', c) or tuple(unit, list(never))")]
    [DataRow("map(binary, fun(int, any) -> (float or bool))")]
    public void A_type_by_itself_is_read_as_it_is_printed(string text) =>
        MirTypePrinter.Print(MirParser.ParseType(text)!).Should().Be(text);

    [TestMethod]
    [DataRow("")]
    [DataRow("strange")]
    [DataRow("int int")]
    [DataRow("list(")]
    [DataRow("atom('a)")]
    public void What_is_no_type_is_nothing(string text) => MirParser.ParseType(text).Should().BeNull();
}
