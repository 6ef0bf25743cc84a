using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Terms;

/// <summary>Text is read as <c>erl_scan</c>, <c>erl_parse</c> and <c>erl_parse:normalise</c> read it.</summary>
[TestClass]
public sealed class TermReaderAgainstErlangTests
{
    // Each text is answered by the encoded term, or by nothing when it is no term for Erlang.
    private const string Program =
        """
        [In, Out] = init:get_plain_arguments(),
        {ok, Bytes} = file:read_file(In),
        Read = fun(T) ->
            try
                {ok, Tokens, _} = erl_scan:string(unicode:characters_to_list(T) ++ ". "),
                {ok, Term} = erl_parse:parse_term(Tokens),
                term_to_binary(Term)
            catch _:_ -> <<>> end
        end,
        ok = file:write_file(Out, term_to_binary([Read(T) || T <- binary_to_term(Bytes)])), halt().
        """;

    private static readonly string[] Texts =
    [
        "a", "aB_@1", "'it''s'", "'it\\'s'", "é", "ÿx", "÷", "ßa", "A", "_a", "''", "receive", "'receive'", "else", "maybe", "cond",
        "0", "-0", "- 5", "+5", "--5", "-+5", "1_000", "1__0", "1_", "_1", "2#101", "16#DEAD_beef", "37#1", "1#0", "36#zZ", "16#", "16#g",
        "1.0", "1.5e3", "1.5E-3", "1.5e+3", "1.e3", "1e3", "1_0.0_1e1_0", "1.0e400", "1.0e-400", "-0.0", "0.0", "123456789.123456789",
        "2.2250738585072011e-308", "1.7976931348623157e308", "16#1.8", "16#1.8#e2", "2#0.101#e-3", "2#1.0#e1100", "10#1.5#e1", "1a", "1.5a", "2#12",
        "16#fefe.fefe#e16", "3#0.1", "36#z.z#e-2", "2#1.1111111111111111111111111111111111111111111111111111111111",
        "$a", "$\\n", "$ ", "$", "$\\x41", "$\\x{1F600}", "$\\101", "$\\^A", "$\\^?", "$\\^1", "$日", "$\\", "-$a", "$'", "$\"", "$\\s", "$\\d",
        "\"\"", "\"abc\"", "\"a\" \"b\"", "\"a\"\n%c\n\"b\"", "\"日本\"", "\"\\xzz\"", "\"\\x4\"", "\"\\x{}\"", "\"\\x{110000}\"", "\"\\x{D800}\"",
        "\"\\x{FFFF}\"", "\"\\777\"", "\"\\1\"", "\"\\q\"", "\"a\nb\"", "\"\\\n\"", "\"abc", "\"\\é\"",
        "\"\"\"\nabc\n\"\"\"", "\"\"\"\n  a\n   b\n\n  c\n  \"\"\"", "\"\"\"\n\"\"\"", "\"\"\"\n\n\"\"\"", "\"\"\"  \na\\nb\n\"\"\"", "\"\"\"\"\n\"\"\"\n\"\"\"\"",
        "\"\"\"\n a\nb\n \"\"\"", "\"\"\"x\n\"\"\"", "\"\"\"\r\na\r\nb\r\n\"\"\"", "\"\"\"\na \"\"\"\n\"\"\"", "\"\"\"\na\n\"\"\" \"b\"",
        "~\"abc\"", "~b\"a\\n\"", "~B\"a\\n\"", "~s\"a\\n\"", "~S\"a\\n\"", "~\"\"\"\na\\n\n\"\"\"", "~b\"\"\"\na\\n\n\"\"\"", "~s{a}", "~s(a)", "~s[a]",
        "~s<a>", "~s/a/", "~s|a|", "~s'a'", "~s`a`", "~s#a#", "~x\"a\"", "~\"日\"", "~\"a\"x", "~", "~S(a\\)",
        "[]", "[1]", "[1,2|3]", "[1|[2,3]]", "[|1]", "[1,]", "[1|2,3]", "{}", "{a}", "{a,}", "{,}", "{a b}", "(1)", "{(a)}", "()",
        "#{}", "#{a=>1}", "#{a => 1, a => 2}", "#{a := 1}", "#{a}", "#{1=>2,1.0=>3}", "#{#{}=>[]}", "#{a=>1,}",
        "<<>>", "<<1>>", "<<1,2,3>>", "<<256>>", "<<-1>>", "<<5:3>>", "<<1:0>>", "<<1:16/little>>", "<<1:12/little>>", "<<-2:13/little-signed>>",
        "<<1.5>>", "<<1.5/float>>", "<<1.5:32/float>>", "<<1.5:16/float-little>>", "<<1/float>>", "<<1.5:8/float>>", "<<\"abc\">>", "<<\"日\">>",
        "<<\"日\"/utf8>>", "<<\"日a\"/utf16>>", "<<\"日😀\"/utf16-little>>", "<<\"a\"/utf32>>", "<<\"ab\":16>>", "<<\"ab\"/little-unit:8>>", "<<$a>>", "<<1/utf8>>",
        "<<16#D800/utf8>>", "<<a>>", "<<[]>>", "<<1:(2)>>", "<<1:-1>>", "<<\"\">>", "<<\"ab\":4>>", "<<1/integer-unit:8>>", "<<1:2/unit:3>>", "<<\"a\" \"b\">>",
        "<<1:3,2:5,3:7>>", "<<1:1,\"abc\">>", "<<(<<1,2>>)/binary>>", "<<(<<1:3>>)/bitstring>>", "<<(<<1:3>>)/binary>>", "<<(<<1,2,3>>):2/binary>>", "<<(<<1>>):2/binary>>",
        "<< <<1>>/binary >>", "<<1,>>", "<<1/nonsense>>", "<<1:8:8>>", "< <1>>", "<<1> >", "<<12345678901234567890:64>>", "<<1:8/big-unsigned-integer>>",
        "fun a:b/1", "fun 'A':'B c'/255", "fun a:b/256", "fun a/1", "fun() -> 1 end", "fun a:b/-1", "fun a : b / 1",
        "% c\na", "a % c\n", "\u00a0a", "a\u0085", "@a", "?a", "a,b", "1+2", "\"a\"1", "{\"a\"1}", "[a|b|c]", "#Fun<a.1.2>", "<0.1.2>", "#Ref<0.1.2.3>", "#Port<0.1>", "#r{}",
    ];

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Texts_AreReadAsByErlang(AssemblyDialect dialect)
    {
        var differences = new List<string>();
        foreach (var (text, expected) in Texts.Zip(Ask(dialect, Texts)))
        {
            var actual = TryRead(text);
            if (actual != expected && !(dialect == AssemblyDialect.Otp27 && IsBasedFloat(text)))
            {
                differences.Add($"{text} is {actual?.ToString() ?? "nothing"}, for Erlang {expected?.ToString() ?? "nothing"}");
            }
        }

        differences.Should().BeEmpty();
    }

    /// <summary>What is printed is read back, by Erlang and by us, as the same term.</summary>
    [TestMethod]
    [DataRow(AssemblyDialect.Otp27, 5)]
    [DataRow(AssemblyDialect.Otp29, 6)]
    public void PrintedTerms_AreReadBack(AssemblyDialect dialect, int seed)
    {
        var terms = MadeTerms.Make(seed, 1000).Concat(OddTerms.Make(seed, 500)).ToList();
        foreach (var options in new[] { TermPrintOptions.Source, TermPrintOptions.Source with { LineLength = 60 } })
        {
            var texts = terms.Select(term => TermPrinter.Print(term, options)).ToArray();
            foreach (var ((term, text), answer) in terms.Zip(texts).Zip(Ask(dialect, texts)))
            {
                (TermReader.Read(text) == term).Should().BeTrue(text);
                (answer == term).Should().BeTrue(text);
            }
        }
    }

    /// <summary>Based floats came with OTP 28.</summary>
    private static bool IsBasedFloat(string text) => text.Contains('.') && text.IndexOf('#') is 1 or 2;

    private static Term? TryRead(string text)
    {
        try
        {
            return TermReader.Read(text);
        }
        catch (DiagnosticException)
        {
            return null;
        }
    }

    private static List<Term?> Ask(AssemblyDialect dialect, IEnumerable<string> texts)
    {
        var folder = Directory.CreateTempSubdirectory("mochi-terms-");
        try
        {
            var (question, answer) = (Path.Combine(folder.FullName, "in"), Path.Combine(folder.FullName, "out"));
            File.WriteAllBytes(question, ExternalTermFormat.Encode(Term.List(texts.Select(text => (Term)Term.String(text)))));
            var (status, _, errors) = ErlangProcess.Run(dialect, ["-eval", Program, "-extra", question, answer]);
            status.Should().Be(0, errors);
            var answers = (ListTerm)ExternalTermFormat.Decode(File.ReadAllBytes(answer));
            return [.. answers.Elements.Cast<BitstringTerm>().Select(
                item => item.Bytes.IsEmpty ? null : ExternalTermFormat.Decode(item.Bytes.ToArray()))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
