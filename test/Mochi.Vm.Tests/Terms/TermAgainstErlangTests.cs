using System.Numerics;
using System.Text;
using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Terms;

/// <summary>Our terms are printed, ordered and encoded as Erlang's own library does it.</summary>
[TestClass]
public sealed class TermAgainstErlangTests
{
    private static readonly (string Format, TermPrintOptions Options)[] Formats =
    [
        ("~kw", TermPrintOptions.W with { OrderedMaps = true }),
        ("~ktw", TermPrintOptions.Tw with { OrderedMaps = true }),
        ("~0kp", TermPrintOptions.LineP with { OrderedMaps = true }),
        ("~0ktp", TermPrintOptions.LineTp with { OrderedMaps = true }),
    ];

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Print_GivesWhatIoLibGives(AssemblyDialect dialect)
    {
        var terms = OtpModules.Of(dialect, "stdlib")
            .SelectMany(file => LiteralsOf(BeamModuleReader.Read(File.ReadAllBytes(file)).Require()))
            .Concat(MadeTerms(1500))
            .ToList();
        const string Lines =
            "[[base64:encode(unicode:characters_to_binary(io_lib:format(F, [T]))), 10]"
            + " || F <- [\"~kw\", \"~ktw\", \"~0kp\", \"~0ktp\"], T <- Ts]";
        var expected = Ask(dialect, Term.List(terms), Lines)
            .Select(line => Encoding.UTF8.GetString(Convert.FromBase64String(line)))
            .ToList();

        expected.Should().HaveCount(terms.Count * Formats.Length);
        for (var index = 0; index < expected.Count; index++)
        {
            var (format, options) = Formats[index / terms.Count];
            var actual = TermPrinter.Print(terms[index % terms.Count], options);
            if (actual != expected[index])
            {
                actual.Should().Be(expected[index], $"that is {format}");
            }
        }
    }

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Compare_OrdersAsErlangDoes(AssemblyDialect dialect)
    {
        var terms = MadeTerms(700).ToList();
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
        var terms = MadeTerms(1500).ToList();
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

    private static IEnumerable<Term> LiteralsOf(BeamModule module) => module.Functions
        .SelectMany(function => function.Instructions)
        .SelectMany(instruction => instruction.Operands)
        .OfType<LiteralOperand>()
        .Select(literal => literal.Term)
        .Distinct();

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

    private static IEnumerable<Term> MadeTerms(int count)
    {
        var random = new Random(20261123);
        for (var index = 0; index < count; index++)
        {
            yield return Make(random, random.Next(4));
        }
    }

    private static Term Make(Random random, int depth)
    {
        switch (random.Next(depth > 0 ? 14 : 9))
        {
            case 0:
                return Term.Integer(random.Next(-300, 300));
            case 1:
                return Term.Integer(
                    (random.Next(2) == 0 ? -1 : 1) * (BigInteger.One << random.Next(1, 2100)) + random.Next(-1, 2));
            case 2:
                var bits = BitConverter.Int64BitsToDouble(random.NextInt64());
                return Term.Float(double.IsFinite(bits) ? bits : 0.5);
            case 3:
                return Term.Float(random.Next(-100_000, 100_000) * Math.Pow(10, random.Next(-25, 25)));
            case 4:
                return Term.Atom(Text(random));
            case 5:
                return Term.String(Text(random));
            case 6:
                return Bits(random);
            case 7:
                return Term.CharList(Text(random));
            case 8:
                // io_lib prints names of funs as the bytes of their UTF-8, so only ASCII can be compared.
                return Term.ExternalFun("Mod" + random.Next(10), "f_" + random.Next(10), random.Next(256));
            case 9:
                return Term.Tuple(Several(random, depth));
            case 10:
                return Term.List(Several(random, depth));
            case 11:
                return Term.ImproperList(Several(random, depth), Make(random, depth - 1));
            case 12:
                return Term.List(
                    Enumerable.Range(0, random.Next(40)).Select(_ => (Term)Term.Integer(random.Next(7, 128))));
            default:
                return Term.Map([.. Several(random, depth).Distinct().Select(key => (key, Make(random, depth - 1)))]);
        }
    }

    private static List<Term> Several(Random random, int depth) =>
        [.. Enumerable.Range(0, random.Next(6)).Select(_ => Make(random, depth - 1))];

    private static BitstringTerm Bits(Random random)
    {
        var bytes = new byte[random.Next(1, 12)];
        random.NextBytes(bytes);
        return Term.Bitstring(bytes, random.Next(1, 9));
    }

    private static string Text(Random random)
    {
        const string Letters = "abcxyzABZ019_@ .'\"\\\n\t\u001b\u007f\u0085\u00a0\u00d7\u00df\u00e9\u00f7\u00ff\u0100\u0416\u65e5\ud83d\ude00";
        var text = new StringBuilder();
        for (var left = random.Next(7); left > 0; left--)
        {
            var at = random.Next(Letters.Length - 1);
            text.Append(char.IsSurrogate(Letters[at]) ? "\ud83d\ude00" : Letters[at]);
        }

        return text.ToString();
    }
}
