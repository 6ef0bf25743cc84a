using System.Buffers.Binary;
using System.Text;
using Mochi.BeamFile.Container;

namespace Mochi.Fuzz;

/// <summary>The files that inputs are made from.</summary>
public sealed class Corpus
{
    private Corpus(List<Seed> seeds) => Seeds = seeds;

    public IReadOnlyList<Seed> Seeds { get; }

    /// <summary>Takes the .beam files of a folder and its subfolders up to a size, in a fixed order.</summary>
    public static Corpus Read(string folder, int largest)
    {
        var seeds = new List<Seed>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.beam", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (new FileInfo(path).Length <= largest)
            {
                seeds.Add(Seed.Of(File.ReadAllBytes(path)));
            }
        }

        return seeds.Count > 0
            ? new Corpus(seeds)
            : throw new FuzzException($"no .beam file of at most {largest} bytes below {folder}");
    }

    /// <summary>A file with its chunks.</summary>
    /// <param name="Bytes">The whole file, not compressed.</param>
    /// <param name="Chunks">Ids and data.</param>
    public sealed record Seed(byte[] Bytes, (byte[] Id, byte[] Data)[] Chunks)
    {
        public static Seed Of(byte[] file)
        {
            var container = BeamContainer.Read(file);
            var chunks = container.Chunks.Select(chunk => (Encoding.Latin1.GetBytes(chunk.Id), chunk.Data.ToArray()));
            return new Seed(container.Data.ToArray(), [.. chunks]);
        }

        /// <summary>Puts chunks together to a file with right sizes.</summary>
        public static byte[] Join(IReadOnlyList<(byte[] Id, byte[] Data)> chunks)
        {
            var size = 12;
            foreach (var (_, data) in chunks)
            {
                size += 8 + ((data.Length + 3) & ~3);
            }

            var file = new byte[size];
            "FOR1"u8.CopyTo(file);
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4), size - 8);
            "BEAM"u8.CopyTo(file.AsSpan(8));
            var position = 12;
            foreach (var (id, data) in chunks)
            {
                id.CopyTo(file, position);
                BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(position + 4), data.Length);
                data.CopyTo(file, position + 8);
                position += 8 + ((data.Length + 3) & ~3);
            }

            return file;
        }
    }
}
