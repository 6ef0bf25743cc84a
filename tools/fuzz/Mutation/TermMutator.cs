using System.Buffers.Binary;
using Mochi.BeamFile.Compression;

namespace Mochi.Fuzz;

/// <summary>Changes encoded terms: their tags, counts and nesting.</summary>
public static class TermMutator
{
    private static readonly byte[] Tags =
    [
        67, 70, 77, 80, 82, 88, 89, 90, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113,
        114, 115, 116, 117, 118, 119, 120, 121, 131,
    ];

    private static readonly byte[][] Openings =
    [
        [104, 1], [104, 2, 106], [108, 0, 0, 0, 1], [108, 0, 0, 0, 0], [116, 0, 0, 0, 1], [116, 0, 0, 0, 1, 106], [105, 0, 0, 0, 1],
        [110, 1, 0, 0], [111, 0, 0, 0, 1, 0, 5], [77, 0, 0, 0, 1, 3, 0xE0], [107, 0, 3, 65, 66, 67], [113, 119, 1, 97, 119, 1, 98, 97, 2],
        [112, 0, 0, 0, 40, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 0, 0, 0, 0, 0, 0, 0, 0, 119, 1, 97, 97, 0, 97, 0],
        [88, 119, 1, 97, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3], [90, 0, 3, 119, 1, 97, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4],
        [67, 0, 0, 0, 1, 1, 119, 1, 109, 119, 1, 114, 119, 1, 102], [120, 119, 1, 97, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2],
        [99, 49, 46, 53, 101, 48, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [70, 127, 240, 0, 0, 0, 0, 0, 0], [70, 128, 0, 0, 0, 0, 0, 0, 0],
    ];

    /// <summary>Changes a term after its version byte.</summary>
    public static byte[] Mutate(byte[] term, FuzzRandom random, byte[] other)
    {
        if (term.Length < 2)
        {
            return ByteMutator.Mutate(term, random, other);
        }

        switch (random.Below(8))
        {
            case 0 or 1:
                var copy = (byte[])term.Clone();
                copy[TagPlace(term, random)] = Tags[random.Below(Tags.Length)];
                return copy;
            case 2:
                var at = TagPlace(term, random);
                return [.. term.AsSpan(0, at), .. Openings[random.Below(Openings.Length)], .. term.AsSpan(at)];
            case 3 when random.Once(8):
                return Nested(term, random);
            case 4 when random.Once(4):
                return Compressed(term, random);
            default:
                return ByteMutator.Mutate(term, random, other);
        }
    }

    /// <summary>A place that looks like the tag of a term.</summary>
    private static int TagPlace(byte[] term, FuzzRandom random)
    {
        var start = random.Below(term.Length);
        for (var index = start; index < term.Length; index++)
        {
            if (term[index] is >= 97 and <= 119)
            {
                return index;
            }
        }

        return start;
    }

    private static byte[] Nested(byte[] term, FuzzRandom random)
    {
        var opening = Openings[random.Below(7)];
        var times = 1 << random.Below(random.Once(50) ? 18 : 11);
        var nested = new List<byte>(1 + (opening.Length * times) + term.Length) { 131 };
        for (var left = times; left > 0; left--)
        {
            nested.AddRange(opening);
        }

        nested.AddRange(term.AsSpan(1));
        return [.. nested];
    }

    /// <summary>The term compressed, or zeros that expand to a lot.</summary>
    private static byte[] Compressed(byte[] term, FuzzRandom random)
    {
        var content = random.Once(20) ? new byte[random.Below(1 << 20)] : term[1..];
        if (random.Once(2))
        {
            content.AsSpan(0, content.Length / 2).Fill(106);
        }

        var stream = Zlib.Compress(content);
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, content.Length + (random.Once(4) ? random.Below(5) - 2 : 0));
        return [131, 80, .. size, .. stream];
    }
}
