using FluentAssertions;
using Mochi.CommandLine;

namespace Mochi.Tools.Tests.CommandLine;

[TestClass]
public class ArgumentReaderTests
{
    [TestMethod]
    [DataRow("--target", "beam")]
    [DataRow("--target=beam", null)]
    public void An_options_value_follows_it_or_is_attached(string first, string? second)
    {
        var reader = new ArgumentReader(second is null ? [first, "file"] : [first, second, "file"]);
        reader.Next().Should().BeTrue();
        reader.Option.Should().Be("--target");
        reader.Value("beam", "beam-escript").Should().Be("beam");
        reader.Next().Should().BeTrue();
        reader.Option.Should().BeNull();
        reader.Text.Should().Be("file");
        reader.Next().Should().BeFalse();
    }

    [TestMethod]
    public void Two_dashes_end_the_options_and_one_dash_is_an_operand()
    {
        var reader = new ArgumentReader(["-", "--", "-o"]);
        var operands = new List<string>();
        while (reader.Next())
        {
            reader.Option.Should().BeNull();
            operands.Add(reader.Text);
        }

        operands.Should().Equal("-", "-o");
    }

    [TestMethod]
    public void The_rest_is_left_as_it_stands()
    {
        var reader = new ArgumentReader(["-v", "file", "--", "-x", ""]);
        reader.Next();
        reader.Next();
        reader.Rest().Should().Equal("--", "-x", "");
        reader.Next().Should().BeFalse();
    }

    [TestMethod]
    public void A_value_that_is_missing_wrong_or_too_much_is_wrong_usage()
    {
        Read(["-o"], reader => reader.Value()).Should().Throw<UsageException>().WithMessage("*-o needs a value");
        Read(["-o", ""], reader => reader.Value()).Should().Throw<UsageException>().WithMessage("*-o needs a value");
        Read(["--emit=x"], reader => reader.Value("ir", "asm")).Should().Throw<UsageException>()
            .Which.Diagnostic.Hint.Should().Be("it is one of: ir, asm");
        Read(["--help=x"], reader => reader.Next()).Should().Throw<UsageException>().WithMessage("*takes no value*");
    }

    [TestMethod]
    public void An_unknown_option_is_answered_with_the_nearest()
    {
        Read(["--colour"], reader => throw reader.Unknown("--target", "--color")).Should().Throw<UsageException>()
            .Which.Diagnostic.Hint.Should().Be("did you mean '--color'?");
        Read(["--zebra"], reader => throw reader.Unknown("--target", "--color")).Should().Throw<UsageException>()
            .Which.Diagnostic.Hint.Should().BeNull();
    }

    private static Action Read(string[] arguments, Action<ArgumentReader> action) => () =>
    {
        var reader = new ArgumentReader(arguments);
        reader.Next();
        action(reader);
    };
}
