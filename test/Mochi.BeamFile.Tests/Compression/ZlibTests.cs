using System.Diagnostics;
using System.IO.Compression;
using FluentAssertions;
using Mochi.BeamFile.Compression;

namespace Mochi.BeamFile.Tests.Compression;

[TestClass]
public sealed class ZlibTests
{
    /// <summary>The oracle is the system's zlib, reached through Python.</summary>
    [TestMethod]
    public void Compress_IsByteIdenticalWithClassicZlib()
    {
        var inputs = Inputs().ToList();
        var expected = ClassicZlib(inputs);

        for (var index = 0; index < inputs.Count; index++)
        {
            Zlib.Compress(inputs[index]).AsSpan().SequenceEqual(expected[index])
                .Should().BeTrue($"input {index} of {inputs[index].Length} bytes must compress as zlib does");
        }
    }

    [TestMethod]
    public void Compress_OfNothing_IsTheEmptyStream() =>
        Convert.ToHexString(Zlib.Compress([])).Should().Be("789C030000000001");

    [TestMethod]
    public void TryDecompress_GivesBackWhatWasCompressed()
    {
        foreach (var input in Inputs())
        {
            Zlib.TryDecompress(Zlib.Compress(input), input.Length).Should().Equal(input);
        }
    }

    [TestMethod]
    public void TryDecompress_RefusesAnotherSizeAndDamage()
    {
        var stream = Zlib.Compress(new byte[1000]);
        Zlib.TryDecompress(stream, 999).Should().BeNull();
        Zlib.TryDecompress(stream, 1001).Should().BeNull();
        Zlib.TryDecompress(stream.AsMemory(0, stream.Length - 6), 1000).Should().BeNull();
        Zlib.TryDecompress(new byte[] { 1, 2, 3, 4 }, 4).Should().BeNull();

        // A stream that asks for a preset dictionary.
        Zlib.TryDecompress(new byte[] { 0x78, 0x20, 1, 2, 3, 4, 3, 0, 0, 0, 0, 1 }, 4).Should().BeNull();
    }

    [TestMethod]
    public void Inflater_GivesBackWhatWasCompressed()
    {
        foreach (var input in Inputs())
        {
            Inflater.TryExpand(Zlib.Compress(input), input.Length).Should().Equal(input);
        }
    }

    /// <summary>Streams of every kind of block, damaged in every way, are expanded or refused as zlib does it.</summary>
    [TestMethod]
    public void Inflater_AcceptsWhatZlibAccepts()
    {
        const string Expand =
            "d=zlib.decompressobj()\n" +
            "  try: c=d.decompress(s)\n" +
            "  except zlib.error: c=b''\n" +
            "  c=b'+'+c if d.eof else b'-'\n";
        var random = new Random(20261123);
        var streams = new List<byte[]>();
        for (var round = 0; round < 20_000; round++)
        {
            var stream = Streams(Mixture(random, random.Next(1, 600)))[random.Next(5)];
            for (var damage = random.Next(4); damage > 0; damage--)
            {
                stream = Damaged(random, stream);
            }

            streams.Add(stream);
        }

        var expected = SystemZlib(Expand, streams);
        for (var round = 0; round < streams.Count; round++)
        {
            var because = $"stream {round}: {Convert.ToHexString(streams[round])}";
            var content = expected[round][0] == '+' ? expected[round][1..] : null;
            var expanded = Inflater.TryExpand(streams[round], 1 << 20);
            (expanded is null).Should().Be(content is null, because);
            expanded.AsSpan().SequenceEqual(content).Should().BeTrue(because);
            if (content?.Length > 0)
            {
                Inflater.TryExpand(streams[round], content.Length).Should().NotBeNull(because);
                Inflater.TryExpand(streams[round], content.Length - 1).Should().BeNull(because);
            }
        }

        expected.Count(verdict => verdict[0] == '+').Should().BeInRange(4_000, 16_000);
    }

    private static byte[][] Streams(byte[] content) =>
    [
        Zlib.Compress(content),
        PlatformStream(content, CompressionLevel.NoCompression),
        PlatformStream(content, CompressionLevel.Fastest),
        PlatformStream(content, CompressionLevel.Optimal),
        PlatformStream(content, CompressionLevel.SmallestSize),
    ];

    private static byte[] PlatformStream(byte[] content, CompressionLevel level)
    {
        using var stream = new MemoryStream();
        using (var deflater = new ZLibStream(stream, level))
        {
            deflater.Write(content);
        }

        return stream.ToArray();
    }

    private static byte[] Damaged(Random random, byte[] stream)
    {
        var damaged = (byte[])stream.Clone();
        var place = random.Next(Math.Max(damaged.Length, 1));
        switch (random.Next(4))
        {
            case 0 when damaged.Length > 0:
                damaged[place] ^= (byte)(1 << random.Next(8));
                return damaged;
            case 1 when damaged.Length > 0:
                damaged[place] = (byte)random.Next(256);
                return damaged;
            case 2:
                return damaged[..place];
            default:
                return [.. damaged, (byte)random.Next(256)];
        }
    }

    private static IEnumerable<byte[]> Inputs()
    {
        yield return [];
        yield return "a"u8.ToArray();
        yield return "ab"u8.ToArray();
        yield return "abc"u8.ToArray();
        yield return "aaaaaaaaaaaa"u8.ToArray();
        var random = new Random(20261122);
        foreach (var size in new[] { 3, 258, 259, 4095, 16382, 16383, 16384, 32506, 32768, 65273, 65274, 65275,
            65535, 65536, 65537, 200_000 })
        {
            yield return new byte[size];
            yield return Noise(random, size, 256);
            yield return Noise(random, size, 4);
            yield return Noise(random, size, 2);
            yield return Mixture(random, size);
        }

        for (var round = 0; round < 120; round++)
        {
            yield return Mixture(random, random.Next(1, 150_000));
        }

        yield return Mixture(random, 1_500_000);
    }

    private static byte[] Noise(Random random, int size, int alphabet)
    {
        var bytes = new byte[size];
        for (var index = 0; index < size; index++)
        {
            bytes[index] = (byte)random.Next(alphabet);
        }

        return bytes;
    }

    /// <summary>New bytes, repetitions near and far, runs: everything that match finding can meet.</summary>
    private static byte[] Mixture(Random random, int size)
    {
        var bytes = new byte[size];
        var alphabet = random.Next(2, 257);
        for (var position = 0; position < size;)
        {
            var count = Math.Min(size - position, random.Next(1, random.Next(2, 600)));
            var kind = random.Next(4);
            var back = position == 0 ? 0 : random.Next(1, Math.Min(position, random.Next(2) == 0 ? 300 : 40_000) + 1);
            for (var end = position + count; position < end; position++)
            {
                bytes[position] = kind == 0 || back == 0 ? (byte)random.Next(alphabet) : bytes[position - back];
            }
        }

        return bytes;
    }

    private static List<byte[]> ClassicZlib(List<byte[]> inputs) => SystemZlib("c=zlib.compress(s,6)\n", inputs);

    /// <summary>What Python makes with zlib of each input <c>s</c>: <c>c</c>.</summary>
    private static List<byte[]> SystemZlib(string action, List<byte[]> inputs)
    {
        var script =
            "import sys,zlib,struct\n" +
            "i,o=sys.stdin.buffer,sys.stdout.buffer\n" +
            "while True:\n" +
            "  h=i.read(4)\n" +
            "  if not h: break\n" +
            "  s=i.read(struct.unpack('>I',h)[0])\n" +
            "  " + action +
            "  o.write(struct.pack('>I',len(c))+c)\n";
        var start = new ProcessStartInfo("python3", ["-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var reading = Task.Run(() =>
        {
            using var all = new MemoryStream();
            process.StandardOutput.BaseStream.CopyTo(all);
            return all.ToArray();
        });
        Span<byte> header = stackalloc byte[4];
        using (var standardInput = process.StandardInput.BaseStream)
        {
            foreach (var input in inputs)
            {
                System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(header, input.Length);
                standardInput.Write(header);
                standardInput.Write(input);
            }
        }

        var output = reading.GetAwaiter().GetResult();
        process.WaitForExit();
        process.ExitCode.Should().Be(0);
        var results = new List<byte[]>();
        for (var position = 0; position < output.Length;)
        {
            var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(output.AsSpan(position));
            results.Add(output[(position + 4)..(position + 4 + length)]);
            position += 4 + length;
        }

        return results;
    }
}
