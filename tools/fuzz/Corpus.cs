using System.Buffers.Binary;
using System.Text;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Terms;

namespace Mochi.Fuzz;

/// <summary>The files that inputs are made from.</summary>
public sealed class Corpus
{
    private const int LargestTerm = 400;

    private static readonly string[] MoreTexts =
    [
        "{a, 'B c', \"text\", <<\"bin\">>, <<1,2,3:4>>, [x|y], #{k => v, 1 => 2.5}, fun m:f/2, -16#FF, $a}.\n",
        "%% a comment\n[1, 2 % another\n, 3].\n#m:r{a = 1, b = []}.\n\"\"\"\n lines\n \"\"\".\n~b[sigil].\n",
        "<<1:8, 2:16/little-signed, 1.5:32/float, \"é\"/utf8, (1):4/unit:2>>.\n",
        "[{'%', \"\\x{1F600}\\n\\\\\"}, \"a\" \"b\", 1.0e-7, 2#0.1#e3, ((x))].\n",
    ];

    private Corpus(List<Seed> seeds)
    {
        Seeds = seeds;
        var modules = seeds.Select(seed => BeamModuleReader.Read(seed.Bytes)).ToList();
        var terms = modules.SelectMany(read => read.Chunks!.Literals.Terms)
            .Concat(seeds.SelectMany(seed => seed.Chunks).Where(chunk => chunk.Data is [131, ..]).Select(chunk => ExternalTermFormat.Decode(chunk.Data)))
            .Where(term => ExternalTermFormat.Encode(term).Length <= LargestTerm).Distinct().ToList();
        Terms = [.. terms.Select(term => ExternalTermFormat.Encode(term))];
        TermTexts = [.. terms.Select(term => TermPrinter.Print(term) + ".\n"), .. MoreTexts];
        AssemblyTexts = [.. modules.Select(read => AssemblyWriter.Write(read.Require(), AssemblyDialect.Otp29))];
    }

    public IReadOnlyList<Seed> Seeds { get; }

    /// <summary>Terms of the files in the external format.</summary>
    public IReadOnlyList<byte[]> Terms { get; }

    /// <summary>The same terms as text, and others that no file has.</summary>
    public IReadOnlyList<string> TermTexts { get; }

    /// <summary>The files as assembly text.</summary>
    public IReadOnlyList<string> AssemblyTexts { get; }

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
