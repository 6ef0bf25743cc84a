using FluentAssertions;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Tests.Terms;

[TestClass]
public class TermReaderTests
{
    [TestMethod]
    [DataRow("ok", "ok")]
    [DataRow("{a, [1|b], #{k => \"v\", k => 2.50}} .\n", "{a,[1|b],#{k => 2.5}}")]
    [DataRow("[16#fF, 1_000, -$a, + 3, 2#1.1#e1, $\\n]", "[255,1000,-97,3,3.0,10]")]
    [DataRow("\"a\" % comment\n \"\\x{65e5}\\x41\\101\\^A\"", "[97,26085,65,65,1]")]
    [DataRow("<<1,5:3>>", "<<1,5:3>>")]
    [DataRow("<<258:16/little, \"é\"/utf8, 1.5:32/float, -1:4, (<<7:4>>)/bits>>", "<<2,1,195,169,63,192,0,0,247>>")]
    [DataRow("fun 'A b':f/3", "fun 'A b':f/3")]
    [DataRow("#m:r{a = 1, 'B' = {}}", "#m:r{a = 1,'B' = {}}")]
    [DataRow("\"\"\"\n  one\n   two\\n\n  \"\"\"", "[111,110,101,10,32,116,119,111,92,110]")]
    [DataRow("{~\"a\\n\", ~S(a\\n), ~B[x]}", "{<<97,10>>,[97,92,110],<<120>>}")]
    [DataRow("[]", "[]")]
    [DataRow("((1))", "1")]
    public void Reads_what_Erlang_reads(string text, string plain) =>
        TermPrinter.Print(TermReader.Read(text), TermPrintOptions.W).Should().Be(plain);

    [TestMethod]
    [DataRow("{a, B}", 1, 5, "a variable is no term", null)]
    [DataRow("[1,\n 2", 2, 3, "',' or ']' is expected here", null)]
    [DataRow("#Fun<erl_eval.42.1>", 1, 1, "a local fun cannot be read", "it belongs to a running system; put something else here")]
    [DataRow("[<0.1.2>]", 1, 2, "a process identifier cannot be read", "it belongs to a running system; put something else here")]
    [DataRow("\"abc", 1, 1, "this quote is not closed", null)]
    [DataRow("after", 1, 1, "after is a reserved word", "as an atom it is written 'after'")]
    [DataRow("1 2", 1, 3, "the term ends before this", null)]
    [DataRow("<<\"日\">>", 1, 3, null, null)]
    public void Says_what_is_wrong_and_where(string text, int line, int column, string? message, string? hint)
    {
        if (message is null)
        {
            TermReader.Read(text).Should().Be(Term.Binary([0xE5]));
            return;
        }

        var diagnostic = FluentActions.Invoking(() => TermReader.Read(text, "x.term"))
            .Should().Throw<DiagnosticException>().Which.Diagnostic;
        diagnostic.Code.Should().Be(BeamFileCodes.BadTermText);
        diagnostic.Message.Should().Be(message);
        diagnostic.Hint.Should().Be(hint);
        diagnostic.Place.Should().Be(new DiagnosticPlace("x.term", line, column));
    }

    [TestMethod]
    public void Reads_all_terms_of_a_text() =>
        TermReader.ReadAll("%% head\n{a,1}.\n\"b\".% end\n c.").Should().Equal(
            Term.Tuple(Term.Atom("a"), Term.Integer(1)), Term.CharList("b"), Term.Atom("c"));

    [TestMethod]
    [DataRow('{')]
    [DataRow('[')]
    [DataRow('(')]
    public void Depth_is_bounded_but_not_by_the_stack(char opening)
    {
        var closing = opening switch { '{' => '}', '[' => ']', _ => ')' };
        TermReader.Read(new string(opening, 90_000) + "1" + new string(closing, 90_000)).Should().NotBeNull();
        foreach (var text in new[] { new string(opening, 1_000_000), string.Concat(Enumerable.Repeat("#{1=>", 1000)), string.Concat(Enumerable.Repeat("<<(", 1000)) })
        {
            FluentActions.Invoking(() => TermReader.Read(text)).Should().Throw<DiagnosticException>()
                .Which.Diagnostic.Code.Should().Be(BeamFileCodes.LimitExceeded);
        }
    }

    [TestMethod]
    public void Sizes_of_bitstrings_are_bounded() =>
        FluentActions.Invoking(() => TermReader.Read("<<1:99999999999>>")).Should().Throw<DiagnosticException>();
}
