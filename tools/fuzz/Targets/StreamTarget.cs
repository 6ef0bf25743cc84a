using System.Buffers.Binary;
using Mochi.BeamFile.Compression;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.Fuzz;

/// <summary>
/// Compressed data: the first byte of an input says whether the rest is data to compress and expand again, a damaged
/// zlib stream, or a whole file compressed with gzip.
/// </summary>
public sealed class StreamTarget(Corpus corpus) : FuzzTarget
{
    private const int Most = 1 << 20;

    public override string Name => "stream";

    public override int Share => 60;

    public override byte[] Make(FuzzRandom random)
    {
        var seed = corpus.Seeds[random.Below(corpus.Seeds.Count)].Bytes;
        var content = random.Once(60)
            ? new byte[1 << random.Below(20)]
            : ByteMutator.Mutate(seed[random.Below(seed.Length)..], random, seed);
        switch (random.Below(3))
        {
            case 0:
                return [0, .. content];
            case 1:
                var size = new byte[4];
                BinaryPrimitives.WriteInt32BigEndian(size, content.Length);
                return [1, .. size, .. ByteMutator.Mutate(Zlib.Compress(content), random, seed)];
            default:
                using (var output = new MemoryStream())
                {
                    using (var zip = new System.IO.Compression.GZipStream(output, System.IO.Compression.CompressionLevel.Fastest))
                    {
                        zip.Write(content);
                    }

                    return [2, .. ByteMutator.Mutate(output.ToArray(), random, seed)];
                }
        }
    }

    public override long Budget(byte[] input) => (2L << 20) + (16L * 1100 * input.Length);

    public override bool Run(byte[] input)
    {
        var data = input.AsMemory(Math.Min(1, input.Length));
        return (input.Length == 0 ? 0 : input[0] % 3) switch
        {
            0 => Compress(data.Span),
            1 => Expand(data),
            _ => Open(data),
        };
    }

    private static bool Compress(ReadOnlySpan<byte> data)
    {
        var stream = Zlib.Compress(data);
        return Zlib.TryDecompress(stream, data.Length) is { } expanded && data.SequenceEqual(expanded)
            ? true : throw new FuzzException("what was compressed expands to something else");
    }

    private static bool Expand(ReadOnlyMemory<byte> stream)
    {
        // Whoever has a stream to expand knows how large its content should be.
        var size = stream.Length < 4 ? 0 : (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(stream.Span), Most);
        return Zlib.TryDecompress(stream[Math.Min(4, stream.Length)..], size) is { } expanded
            && (expanded.Length == size ? true : throw new FuzzException("a stream expands to another size than was asked for"));
    }

    private static bool Open(ReadOnlyMemory<byte> file)
    {
        try
        {
            BeamContainer.Read(file);
            return true;
        }
        catch (DiagnosticException exception)
        {
            DiagnosticCheck.InFile(exception.Diagnostic, null, Math.Max(file.Length, 1100L * file.Length));
            return false;
        }
    }
}
