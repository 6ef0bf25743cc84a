using System.Numerics;
using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Terms;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Terms;

/// <summary>Our terms are ordered and encoded as Erlang's own library does it.</summary>
[TestClass]
public sealed class TermAgainstErlangTests
{
    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Compare_OrdersAsErlangDoes(AssemblyDialect dialect)
    {
        var terms = MadeTerms.Make(20261123, 700).ToList();
        var pairs = terms.Zip(terms.Skip(1)).Concat(terms.Zip(terms.Skip(2))).Concat(
            terms.Select(term => (First: term, Second: Nudged(term))))
            .ToList();
        const string Lines =
            "[if A < B -> <<\"-1\\n\">>; A > B -> <<\"1\\n\">>; true -> <<\"0\\n\">> end || {A, B} <- Ts]";
        var expected = Ask(dialect, Term.List(pairs.Select(pair => (Term)Term.Tuple(pair.First, pair.Second))), Lines);

        expected.Should().HaveCount(pairs.Count);
        for (var index = 0; index < pairs.Count; index++)
        {
            Math.Sign(TermComparer.Arithmetic.Compare(pairs[index].First, pairs[index].Second)).ToString()
                .Should().Be(expected[index], $"{pairs[index].First} and {pairs[index].Second} are in that order");
        }
    }

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Encode_GivesWhatTermToBinaryGives(AssemblyDialect dialect)
    {
        var terms = MadeTerms.Make(20261123, 1500).ToList();
        const string Lines =
            "[[base64:encode(term_to_binary(T, [deterministic])), 10,"
            + " base64:encode(term_to_binary(T, [deterministic, compressed])), 10] || T <- Ts]";
        var expected = Ask(dialect, Term.List(terms), Lines);

        expected.Should().HaveCount(terms.Count * 2);
        for (var index = 0; index < terms.Count; index++)
        {
            var because = $"it is the encoding of {terms[index]}";
            Convert.ToBase64String(ExternalTermFormat.Encode(terms[index], TermEncoding.Deterministic))
                .Should().Be(expected[index * 2], because);
            Convert.ToBase64String(ExternalTermFormat.EncodeCompressed(terms[index], TermEncoding.Deterministic))
                .Should().Be(expected[(index * 2) + 1], because);
        }
    }

    private static Term Nudged(Term term) => term switch
    {
        IntegerTerm integer when BigInteger.Abs(integer.Value) < BigInteger.Pow(10, 300) =>
            Term.Float((double)integer.Value),
        TupleTerm tuple when tuple.Arity > 0 => Term.Tuple(tuple.Elements.SetItem(tuple.Arity - 1, Term.Nil)),
        _ => Term.List(term),
    };

    /// <summary>Has Erlang compute lines by an expression in which <c>Ts</c> is the term.</summary>
    private static string[] Ask(AssemblyDialect dialect, Term terms, string lines)
    {
        var file = Path.Combine(
            Path.GetTempPath(), $"mochi-terms-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.etf");
        File.WriteAllBytes(file, ExternalTermFormat.Encode(terms));
        try
        {
            var (status, output, errors) = ErlangProcess.Run(dialect,
            [
                "-eval",
                "[File] = init:get_plain_arguments(), {ok, Bin} = file:read_file(File), Ts = binary_to_term(Bin), "
                + $"io:put_chars({lines}), halt().",
                "-extra", file,
            ]);
            status.Should().Be(0, errors);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
