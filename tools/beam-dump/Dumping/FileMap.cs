using System.Globalization;
using Mochi.BeamFile.Container;

namespace Mochi.BeamDump.Dumping;

/// <summary>Says what each byte of a file means.</summary>
internal static class FileMap
{
    /// <summary>The ranges of a file in their order; those in what was inflated come after the stream that held them.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="chunks">Its chunks.</param>
    public static List<ByteRange> Of(byte[] file, BeamChunks chunks)
    {
        var ranges = new List<ByteRange>();
        var container = chunks.Container;
        if (container.IsCompressed)
        {
            new ByteMap("file", file, ranges).TakeRest("gzip stream");
        }

        var map = new ByteMap(container.IsCompressed ? "file inflated" : "file", container.Data, ranges);
        map.Within(container.Data.Length, whole => Container(whole, chunks));
        return ranges;
    }

    private static void Container(ByteMap map, BeamChunks chunks)
    {
        map.Depth--;
        var total = map.PeekUInt32(4);
        map.Take(4, "FOR1");
        map.Take(4, Text($"{total} bytes follow"));
        map.Take(4, "BEAM");
        foreach (var chunk in chunks.Container.Chunks)
        {
            var name = ByteText.Of(map.PeekBytes(0, 4));
            map.Take(4, $"chunk {name}");
            map.Take(4, Text($"{chunk.Data.Length} bytes"));
            map.Within(chunk.Data.Length, part => Chunk(part, chunk, chunks));
            var padded = chunk.HeaderOffset + chunk.TotalSize;
            map.Take(Math.Min(padded, map.End) - map.Position, "padding");
        }

        map.TakeRest("bytes after the end of the module");
    }

    private static void Chunk(ByteMap map, ChunkEntry chunk, BeamChunks chunks)
    {
        var code = new CodeMap(chunks);
        var tables = new TableMap(chunks);
        switch (chunk.Id)
        {
            case ChunkId.Atoms or ChunkId.LatinAtoms:
                TableMap.Atoms(map, chunk.Id == ChunkId.LatinAtoms);
                break;
            case ChunkId.Code:
                code.Code(map);
                break;
            case ChunkId.Strings:
                map.TakeRest(ByteText.Of(map.Rest.Span));
                break;
            case ChunkId.Imports:
                tables.Imports(map);
                break;
            case ChunkId.Exports or ChunkId.Locals:
                tables.Functions(map);
                break;
            case ChunkId.Lambdas:
                tables.Lambdas(map);
                break;
            case ChunkId.Literals:
                TableMap.Literals(map);
                break;
            case ChunkId.Lines:
                TableMap.Lines(map);
                break;
            case ChunkId.Types:
                TableMap.Types(map);
                break;
            case ChunkId.Records:
                code.Entries(map, "records", "fields");
                break;
            case ChunkId.DebugVariables:
                code.Entries(map, "entries", "items in lists");
                break;
            default:
                Other(map);
                break;
        }
    }

    // A term, what is encrypted, or something that nobody knows.
    private static void Other(ByteMap map)
    {
        if (map.IsAtEnd || map.Peek() != 131)
        {
            map.TakeRest("data");
            return;
        }

        TermMap.Versioned(map);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
