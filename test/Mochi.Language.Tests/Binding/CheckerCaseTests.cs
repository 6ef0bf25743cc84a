using System.Globalization;
using System.Text.RegularExpressions;
using FluentAssertions;

namespace Mochi.Language.Tests.Binding;

/// <summary>
/// Every file of <c>cases</c> says in comments which findings it has: <c>// error ML200@12</c> on the line itself, the
/// column behind <c>@</c>. A file without such comments has no finding and compiles.
/// </summary>
[TestClass]
public partial class CheckerCaseTests
{
    public static IEnumerable<object[]> Files =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "cases"), "*.mochi")
            .Order(StringComparer.Ordinal)
            .Select(file => new object[] { Path.GetFileName(file) });

    [TestMethod]
    [DynamicData(nameof(Files))]
    public void Findings_are_those_that_the_comments_name(string file)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases", file));
        var expected = new List<string>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            foreach (Match match in Expectation().Matches(lines[i]))
            {
                expected.Add(string.Create(CultureInfo.InvariantCulture, $"{i + 1} {match.Value}"));
            }
        }

        var compilation = MochiCompilation.Compile(file, System.Text.Encoding.UTF8.GetBytes(text));
        var found = compilation.Diagnostics.Select(diagnostic => string.Create(
            CultureInfo.InvariantCulture,
            $"{diagnostic.Place.Line} {(diagnostic.Severity == BeamFile.Diagnostics.DiagnosticSeverity.Error ? "error" : "warning")} {diagnostic.Code}@{diagnostic.Place.Column}"));
        string.Join('\n', found.Except(expected)).Should().BeEmpty("nothing else is wrong with it");
        string.Join('\n', expected.Except(found)).Should().BeEmpty("the comments say so");
        (compilation.Module is null).Should().Be(expected.Any(line => line.Contains("error", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"(error|warning) ML\d{3}@\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Expectation();
}
