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
        var path = Path.Combine(Repository.Root, "test", "cli", name);
        var test = new CliCase(path);

        // Whoever needs Erlang is told where it is; these commands must do without.
        var actual = test.Run(("MOCHI_ERL", "/nonexistent/erl"));
        if (Environment.GetEnvironmentVariable("MOCHI_BLESS") == "1")
        {
            test.Bless(actual);
        }
        else
        {
            actual.Should().Be(test.Expected);
        }
    }

    private static IEnumerable<object[]> CasesIn(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "test", "cli", folder), "*.cli")
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal)
            .Select(name => new object[] { $"{folder}/{name}" });
}
