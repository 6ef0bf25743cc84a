using FluentAssertions;

namespace Mochi.Tools.Tests.Cli;

/// <summary>Runs the cases of <c>test/cli</c> that need no Erlang.</summary>
[TestClass]
public class CliTests
{
    public static IEnumerable<object[]> Cases() => CasesIn("beam-dump").Concat(CasesIn("mochi"));

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Does_what_its_file_says(string name)
    {
        var test = new CliCase(name);

        // Whoever needs Erlang is told where it is; these commands must do without.
        var actual = test.Run([], ("MOCHI_ERL", "/nonexistent/erl"));
        if (CliCase.IsBlessing)
        {
            test.Bless(actual);
        }

        actual.Should().Be(test.Expected);
    }

    private static IEnumerable<object[]> CasesIn(string folder) => CliCase.In(folder).Select(name => new object[] { name });
}
