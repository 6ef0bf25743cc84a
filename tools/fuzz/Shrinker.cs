namespace Mochi.Fuzz;

/// <summary>Makes an input shorter that still shows the same finding.</summary>
public static class Shrinker
{
    private const int MostRuns = 20_000;

    public static byte[] Shrink(byte[] input, Func<byte[], bool> isSame)
    {
        var runs = 0;
        for (var piece = input.Length / 2; piece > 0; piece /= 2)
        {
            for (var at = 0; at < input.Length && runs < MostRuns; runs++)
            {
                var end = Math.Min(input.Length, at + piece);
                byte[] shorter = [.. input.AsSpan(0, at), .. input.AsSpan(end)];
                if (isSame(shorter) || isSame(shorter = Sized(shorter)))
                {
                    input = shorter;
                }
                else
                {
                    at = end;
                }
            }
        }

        for (var at = 0; at < input.Length && runs < MostRuns; at++, runs++)
        {
            if (input[at] != 0)
            {
                var simpler = (byte[])input.Clone();
                simpler[at] = 0;
                input = isSame(simpler) ? simpler : input;
            }
        }

        return input;
    }

    /// <summary>The input with the size in its first bytes made right.</summary>
    private static byte[] Sized(byte[] input)
    {
        var copy = (byte[])input.Clone();
        if (copy.Length >= 12)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(4), copy.Length - 8);
        }

        return copy;
    }
}
