using System.Text;
using Mochi.BeamFile.Terms;

namespace Mochi.Vm.Tests.Terms;

/// <summary>
/// Terms that try the rules of line breaking, from a seed: long and deep ones, tags of every length, texts whose characters
/// take no column or share one, maps within maps, binaries that are nearly strings.
/// </summary>
internal static class OddTerms
{
    private static readonly string[] Pieces =
    [
        "a", "bc", "tag", "module_info", "Ab", "x y", "é", "ÿ", "\n", "\t", "\"", "'", "\\", "\u0001", "\u007f", "\u0085",
        "\u00ad", "Ā", "日本", "e\u0301", "\u0301", "👩\u200d👩\u200d👧", "🇩🇪🇫🇷", "각", "\u1100\u1161", "ก็", "नि",
        "\u0600", "\ufe0f", "👍🏽", "\u2028", "\uFFFD", "z\u0308\u0323",
    ];

    /// <summary>Makes terms.</summary>
    /// <param name="seed">The same seed makes the same terms.</param>
    /// <param name="count">How many.</param>
    public static IEnumerable<Term> Make(int seed, int count)
    {
        var random = new Random(seed);
        for (var index = 0; index < count; index++)
        {
            var room = random.Next(1, 200);
            yield return Make(random, ref room, random.Next(1, 12));
        }
    }

    private static Term Make(Random random, ref int room, int depth)
    {
        room--;
        if (depth <= 0 || room <= 0)
        {
            return Leaf(random);
        }

        switch (random.Next(10))
        {
            case 0 or 1:
                return Term.List(Several(random, ref room, depth));
            case 2:
                return Term.ImproperList(Several(random, ref room, depth), Make(random, ref room, depth - 1));
            case 3 or 4 or 5:
                var elements = Several(random, ref room, depth);
                elements.Insert(0, Term.Atom(Text(random, random.Next(1, 20))));
                return Term.Tuple(elements);
            case 6:
                return Term.Tuple(Several(random, ref room, depth));
            case 7 or 8:
                var pairs = new List<(Term, Term)>();
                foreach (var key in Several(random, ref room, depth).Distinct())
                {
                    pairs.Add((key, Make(random, ref room, depth - 1)));
                }

                return Term.Map([.. pairs]);
            default:
                return Leaf(random);
        }
    }

    private static List<Term> Several(Random random, ref int room, int depth)
    {
        var terms = new List<Term>();
        for (var left = random.Next(random.Next(2) == 0 ? 4 : 30); left > 0; left--)
        {
            terms.Add(Make(random, ref room, depth - random.Next(1, 3)));
        }

        return terms;
    }

    private static Term Leaf(Random random)
    {
        switch (random.Next(12))
        {
            case 0 or 1:
                return Term.Integer(random.Next(2000));
            case 2:
                return Term.Integer(random.NextInt64() * random.Next(-1, 2));
            case 3:
                return Term.Float(Math.Round(random.NextDouble() * 1e9) / Math.Pow(10, random.Next(12)));
            case 4 or 5:
                return Term.Atom(Text(random, random.Next(8)));
            case 6:
                return Term.CharList(Text(random, random.Next(30)));
            case 7:
                return Term.String(Text(random, random.Next(30)));
            case 8:
                var text = Encoding.UTF8.GetBytes(Text(random, random.Next(1, 8)));
                text[random.Next(text.Length)] = (byte)random.Next(256);
                return Term.Binary(text);
            case 9:
                var bytes = new byte[random.Next(1, 80)];
                random.NextBytes(bytes);
                return Term.Bitstring(bytes, random.Next(2) == 0 ? 8 : random.Next(1, 9));
            case 10:
                return Term.List(Enumerable.Range(0, random.Next(60)).Select(_ => (Term)Term.Integer(random.Next(300))));
            default:
                return Term.ExternalFun(Text(random, 2), Text(random, 3), random.Next(256));
        }
    }

    private static string Text(Random random, int pieces)
    {
        // Mostly plain ASCII, so that columns are right at the edge of the line often.
        var plain = random.Next(3) > 0;
        var text = new StringBuilder();
        for (var left = pieces; left > 0; left--)
        {
            text.Append(Pieces[random.Next(plain ? 4 : Pieces.Length)]);
        }

        return text.ToString();
    }
}
