using System.Buffers.Binary;

namespace Mochi.Fuzz;

/// <summary>Changes bytes without knowing what they mean.</summary>
public static class ByteMutator
{
    private static readonly uint[] Numbers =
        [0, 1, 2, 3, 7, 8, 15, 16, 31, 127, 128, 255, 256, 65535, 65536, 1 << 20, 1 << 24, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF];

    public static byte[] Mutate(byte[] bytes, FuzzRandom random, byte[] other)
    {
        if (bytes.Length == 0)
        {
            return [(byte)random.Next()];
        }

        var at = random.Below(bytes.Length);
        switch (random.Below(11))
        {
            case 0 or 1:
                return Changed(bytes, at, (byte)(bytes[at] ^ (1 << random.Below(8))));
            case 2:
                return Changed(bytes, at, (byte)random.Next());
            case 3:
                return Changed(bytes, at, (byte)(bytes[at] + (random.Once(2) ? 1 : -1)));
            case 4:
                return Numbered(bytes, random);
            case 5:
                return [.. bytes.AsSpan(0, at), .. Some(random), .. bytes.AsSpan(at)];
            case 6:
                var end = Math.Min(bytes.Length, at + 1 + random.Below(16));
                return [.. bytes.AsSpan(0, at), .. bytes.AsSpan(end)];
            case 7:
                return bytes[..at];
            case 8:
                var length = Math.Min(bytes.Length - at, 1 + random.Below(64));
                var piece = bytes.AsSpan(at, length);
                var to = random.Below(bytes.Length);
                return [.. bytes.AsSpan(0, to), .. piece, .. bytes.AsSpan(random.Once(2) ? to : Math.Min(bytes.Length, to + length))];
            case 9:
                return [.. bytes.AsSpan(0, at), .. other.AsSpan(random.Below(other.Length))];
            default:
                var copy = (byte[])bytes.Clone();
                copy.AsSpan(at, Math.Min(bytes.Length - at, 1 + random.Below(8))).Fill((byte)random.Next());
                return copy;
        }
    }

    /// <summary>A few bytes that mean something in some place: tags of terms, counts, opcodes.</summary>
    private static byte[] Some(FuzzRandom random)
    {
        var bytes = new byte[1 + random.Below(8)];
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)random.Next();
        }

        return bytes;
    }

    private static byte[] Changed(byte[] bytes, int at, byte value)
    {
        var copy = (byte[])bytes.Clone();
        copy[at] = value;
        return copy;
    }

    private static byte[] Numbered(byte[] bytes, FuzzRandom random)
    {
        if (bytes.Length < 4)
        {
            return Changed(bytes, 0, (byte)Numbers[random.Below(Numbers.Length)]);
        }

        var copy = (byte[])bytes.Clone();
        var at = random.Once(2) ? random.Below(bytes.Length / 4) * 4 : random.Below(bytes.Length - 3);
        var place = copy.AsSpan(at, 4);
        var value = random.Below(3) switch
        {
            0 => BinaryPrimitives.ReadUInt32BigEndian(place) + 1,
            1 => BinaryPrimitives.ReadUInt32BigEndian(place) - 1,
            _ => Numbers[random.Below(Numbers.Length)],
        };
        BinaryPrimitives.WriteUInt32BigEndian(place, value);
        return copy;
    }
}
