using FluentAssertions;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Tests.Terms;

[TestClass]
public class TermPrinterTests
{
    public static IEnumerable<object[]> Samples()
    {
        yield return [Term.Atom("ok"), "ok"];
        yield return [Term.Atom("a_B@9"), "a_B@9"];
        yield return [Term.Atom("Ok"), "'Ok'"];
        yield return [Term.Atom("it's \\ \n é"), @"'it\'s \\ \n é'"];
        yield return [Term.Atom(""), "''"];
        yield return [Term.Atom("receive"), "'receive'"];
        yield return [Term.Integer(-17), "-17"];
        yield return [Term.Float(9), "9.0"];
        yield return [Term.Float(-0.0), "-0.0"];
        yield return [Term.Float(1e300), "1.0e300"];
        yield return [Term.Float(0.1), "0.1"];
        yield return [Term.Nil, "[]"];
        yield return [Term.CharList("a\"b\n日"), @"""a\""b\n日"""];
        yield return [Term.List(Term.Integer(1), Term.Integer(2)), "[1,2]"];
        yield return [Term.ImproperList([Term.Integer(97)], Term.Atom("b")), "[97|b]"];
        yield return [Term.String(""), "<<>>"];
        yield return [Term.String("hi"), "<<\"hi\">>"];
        yield return [Term.String("ä"), "<<\"ä\"/utf8>>"];
        yield return [Term.Binary([0xE4]), "<<\"ä\">>"];
        yield return [Term.Bitstring([1, 0b1010_0000], 3), "<<1,5:3>>"];
        yield return [Term.Tuple(), "{}"];
        yield return [Term.Tuple(Term.Atom("a"), Term.Tuple(Term.Integer(1)), Term.Nil), "{a,{1},[]}"];
        yield return [Term.Map((Term.Atom("a"), Term.Integer(1)), (Term.Nil, Term.Map())), "#{a => 1,[] => #{}}"];
        yield return [Term.ExternalFun("lists", "map", 2), "fun lists:map/2"];
    }

    [TestMethod]
    [DynamicData(nameof(Samples))]
    public void Prints_as_Erlang_source(Term term, string expected)
    {
        TermPrinter.Print(term).Should().Be(expected);
        term.ToString().Should().Be(expected);
    }

    [TestMethod]
    public void Breaks_what_is_longer_than_a_line()
    {
        var numbers = Term.List(Enumerable.Range(1000, 20).Select(number => (Term)Term.Integer(number)));
        var term = Term.Tuple(Term.Atom("tag"), numbers, Term.Map((Term.Atom("key"), numbers)));

        TermPrinter.Print(term, TermPrintOptions.P).Should().Be(
            """
            {tag,[1000,1001,1002,1003,1004,1005,1006,1007,1008,1009,1010,1011,1012,1013,
                  1014,1015,1016,1017,1018,1019],
                 #{key =>
                       [1000,1001,1002,1003,1004,1005,1006,1007,1008,1009,1010,1011,1012,
                        1013,1014,1015,1016,1017,1018,1019]}}
            """);
        TermPrinter.Print(term, TermPrintOptions.P, 30).Should().HaveLength(33).And.EndWith("...");
    }

    [TestMethod]
    public void Breaks_terms_of_any_depth()
    {
        Term term = Term.Nil;
        for (var depth = 0; depth < 200_000; depth++)
        {
            term = Term.Tuple(term);
        }

        TermPrinter.Print(term, TermPrintOptions.P, 1_000_000).Should().HaveLength(400_002);
    }

    [TestMethod]
    public void Follows_the_release_for_binaries_that_are_not_Unicode()
    {
        var binary = Term.Binary([0xC4, 0xA0, 0xFF]);
        TermPrinter.Print(binary, TermPrintOptions.Tp with { Release = OtpRelease.Otp27 }).Should().Be("<<\"Ä\u00A0ÿ\">>");
        TermPrinter.Print(binary, TermPrintOptions.Tp).Should().Be("<<196,160,255>>");
    }

    [TestMethod]
    public void Prints_terms_of_any_depth()
    {
        Term term = Term.Nil;
        for (var depth = 0; depth < 1_000_000; depth++)
        {
            term = Term.Tuple(term);
        }

        TermPrinter.Print(term).Should().HaveLength(2_000_002).And.EndWith("}}");
    }

    [TestMethod]
    public void Cuts_what_is_longer_than_asked() =>
        TermPrinter.Print(Term.List(Enumerable.Repeat(Term.Integer(1), 1000)), 5).Should().Be("[1,1,...");
}
