using System.Numerics;
using System.Text;
using Mochi.BeamFile.Terms;

namespace Mochi.Vm.Tests.Terms;

/// <summary>Terms of many shapes, from a seed.</summary>
internal static class MadeTerms
{
    /// <summary>Makes terms.</summary>
    /// <param name="seed">The same seed makes the same terms.</param>
    /// <param name="count">How many.</param>
    public static IEnumerable<Term> Make(int seed, int count)
    {
        var random = new Random(seed);
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
