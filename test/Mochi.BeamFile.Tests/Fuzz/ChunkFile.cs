using Mochi.BeamFile.Container;

namespace Mochi.BeamFile.Tests.Fuzz;

/// <summary>Makes files of a few chunks: the smallest module there is, with some chunks changed.</summary>
internal static class ChunkFile
{
    /// <summary>A label, <c>func_info</c> of <c>a:a/0</c>, and a label; instructions come after them, at offset 28 of the chunk.</summary>
    public const string Function = "0110 02121200 0120";

    private const string CodeHeader = "00000010 00000000 00000000 00000003 00000001";

    /// <summary>The file.</summary>
    /// <param name="chunks">
    /// Chunks as <c>ID=HEX</c>, in place of those of the smallest module, or <c>-ID</c> for one that is left out. The data
    /// of <c>code</c> comes behind the chunk's header and a function's head.
    /// </param>
    public static byte[] Make(params string[] chunks)
    {
        var module = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["AtU8"] = Bytes("00000001 01 61"),
            ["Code"] = Bytes(CodeHeader + "03"),
            ["ExpT"] = Bytes("00000000"),
            ["ImpT"] = Bytes("00000000"),
            ["StrT"] = [],
        };
        foreach (var chunk in chunks)
        {
            if (chunk.StartsWith('-'))
            {
                module.Remove(chunk[1..]);
                continue;
            }

            var (id, hex) = (chunk[..4], chunk[5..]);
            module[id == "code" ? "Code" : id] = Bytes(id == "code" ? CodeHeader + Function + hex + "03" : hex);
        }

        return Join(module.Select(chunk => new RawChunk(chunk.Key, chunk.Value)));
    }

    /// <summary>Bytes given in hexadecimal with blanks between them.</summary>
    public static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static byte[] Join(IEnumerable<RawChunk> chunks)
    {
        var body = new List<byte>("BEAM"u8.ToArray());
        foreach (var chunk in chunks)
        {
            body.AddRange(System.Text.Encoding.Latin1.GetBytes(chunk.Id));
            body.AddRange(Number(chunk.Data.Length));
            body.AddRange(chunk.Data.ToArray());
            body.AddRange(new byte[-chunk.Data.Length & 3]);
        }

        return [.. "FOR1"u8, .. Number(body.Count), .. body];
    }

    private static byte[] Number(int number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
}
