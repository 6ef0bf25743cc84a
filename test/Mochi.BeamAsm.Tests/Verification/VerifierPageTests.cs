using System.Text;
using FluentAssertions;
using Mochi.BeamAsm.Verification;

namespace Mochi.BeamAsm.Tests.Verification;

/// <summary>
/// The rules in <c>docs/verifier.md</c> are those of the verifier, each with the shortest file of <c>test/verify</c> that breaks it.
/// <c>MOCHI_BLESS=1</c> writes them.
/// </summary>
[TestClass]
public sealed class VerifierPageTests
{
    private const string Begin = "<!-- rules: written by VerifierPageTests -->";
    private const string End = "<!-- end of the rules -->";

    private static readonly string Root = VerifyFileTests.Repository();

    [TestMethod]
    public void Lists_every_rule_with_an_example()
    {
        var path = Path.Combine(Root, "docs", "verifier.md");
        var page = File.ReadAllText(path);
        var (start, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        start.Should().BeGreaterThan(Begin.Length);
        end.Should().BeGreaterThan(start);
        var expected = $"{page[..start]}\n\n{RuleList()}{page[end..]}";
        if (Environment.GetEnvironmentVariable("MOCHI_BLESS") == "1")
        {
            File.WriteAllText(path, expected);
        }

        page.Should().Be(expected);
    }

    [TestMethod]
    public void Every_rule_has_a_reason() =>
        VerificationRule.All.Should().OnlyContain(rule => rule.Reason.Length > 20 && rule.Reason.EndsWith('.') && char.IsUpper(rule.Reason[0]));

    [TestMethod]
    public void Rules_are_in_the_order_of_their_codes() =>
        VerificationRule.All.Select(rule => rule.Code).Should().BeInAscendingOrder(StringComparer.Ordinal).And.OnlyHaveUniqueItems();

    private static string RuleList()
    {
        var files = Directory.GetFiles(Path.Combine(Root, "test", "verify"), "*.basm").Order(StringComparer.Ordinal)
            .Select(file => (Name: Path.GetFileName(file), Text: File.ReadAllText(file))).ToList();
        var text = new StringBuilder();
        foreach (var rule in VerificationRule.All)
        {
            text.Append(null, $"### {rule.Code}: {rule.Title}\n\n{rule.Reason}\n\n");
            var own = files.Where(file => file.Text.Contains($"; {rule.Code} ", StringComparison.Ordinal)).OrderBy(file => file.Text.Length).ToList();
            text.Append(null, $"```basm\n{own[0].Text.TrimEnd()}\n```\n\n");
            if (own.Count > 1)
            {
                text.Append("More: ").AppendJoin(", ", own.Skip(1).Select(file => file.Name).Order(StringComparer.Ordinal).Select(
                    name => $"[{name}](../test/verify/{name})")).Append(".\n\n");
            }
        }

        return text.ToString();
    }
}
