using System.Buffers.Binary;
using System.IO.Compression;
using Mochi.BeamFile.Compression;

namespace Mochi.Fuzz;

/// <summary>Makes an input from the corpus: by the structure of .beam files, blindly, or first one and then the other.</summary>
public sealed class FileMutator(Corpus corpus)
{
    private static readonly byte[][] Ids =
    [
        .. "AtU8 Atom Code StrT ImpT ExpT LocT FunT LitT Line Type Meta Recs DbgB Attr CInf Abst Dbgi Docs ExCk XxXx"
            .Split(' ').Select(id => System.Text.Encoding.Latin1.GetBytes(id)),
    ];

    /// <summary>The input of this number.</summary>
    public byte[] Make(FuzzRandom random)
    {
        var seed = Any(random);
        if (random.Once(4))
        {
            return Blind(seed.Bytes, random, 1 + random.Below(4));
        }

        var chunks = seed.Chunks.ToList();
        for (var left = 1 + random.Below(3); left > 0; left--)
        {
            Structured(chunks, random);
        }

        var file = Corpus.Seed.Join(chunks);
        return random.Once(8) ? Blind(file, random, 1) : random.Once(200) ? Zipped(file) : file;
    }

    private static byte[] Zipped(byte[] file)
    {
        using var output = new MemoryStream();
        using (var zip = new GZipStream(output, CompressionLevel.Fastest))
        {
            zip.Write(file);
        }

        return output.ToArray();
    }

    private Corpus.Seed Any(FuzzRandom random) => corpus.Seeds[random.Below(corpus.Seeds.Count)];

    private byte[] Blind(byte[] file, FuzzRandom random, int times)
    {
        for (; times > 0; times--)
        {
            file = ByteMutator.Mutate(file, random, Any(random).Bytes);
        }

        return file;
    }

    private void Structured(List<(byte[] Id, byte[] Data)> chunks, FuzzRandom random)
    {
        if (chunks.Count == 0)
        {
            chunks.AddRange(Any(random).Chunks);
        }

        var at = random.Below(chunks.Count);
        var (id, data) = chunks[at];
        var others = Any(random).Chunks;
        var other = others[random.Below(others.Length)];
        switch (random.Below(24))
        {
            case 0:
                chunks.RemoveAt(at);
                break;
            case 1:
                chunks.Add((id, ByteMutator.Mutate(data, random, data)));
                break;
            case 2:
                chunks[at] = (Ids[random.Below(Ids.Length)], data);
                break;
            case 3:
                chunks[at] = (id, other.Data);
                break;
            case 4:
                chunks.Insert(random.Below(chunks.Count), other);
                break;
            case 5:
                var to = random.Below(chunks.Count);
                (chunks[at], chunks[to]) = (chunks[to], chunks[at]);
                break;
            default:
                chunks[at] = (id, Inside(id, data, random, other.Data.Length > 0 ? other.Data : [1]));
                break;
        }
    }

    private static byte[] Inside(ReadOnlySpan<byte> id, byte[] data, FuzzRandom random, byte[] other)
    {
        if (data.Length > 4 && id.SequenceEqual("LitT"u8))
        {
            return Literals(data, random, other);
        }

        if (data.Length > 20 && id.SequenceEqual("Code"u8) && !random.Once(8))
        {
            return [.. data.AsSpan(0, 20), .. Code(data[20..], random, other)];
        }

        return data is [131, ..] ? TermMutator.Mutate(data, random, other) : ByteMutator.Mutate(data, random, other);
    }

    /// <summary>Changes one literal and puts the table together again, plain or compressed.</summary>
    private static byte[] Literals(byte[] data, FuzzRandom random, byte[] other)
    {
        var size = BinaryPrimitives.ReadInt32BigEndian(data);
        var table = size == 0 ? data[4..] : Zlib.TryDecompress(data.AsMemory(4), Math.Clamp(size, 0, 1 << 20));
        if (table is null || table.Length < 8 || random.Once(10))
        {
            return ByteMutator.Mutate(data, random, other);
        }

        var position = 4;
        for (var skip = random.Below(BinaryPrimitives.ReadInt32BigEndian(table)); skip > 0; skip--)
        {
            var next = position + 4L + BinaryPrimitives.ReadUInt32BigEndian(table.AsSpan(position));
            if (next + 4 > table.Length)
            {
                break;
            }

            position = (int)next;
        }

        var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(table.AsSpan(position)), (uint)(table.Length - position - 4));
        var term = TermMutator.Mutate(table.AsSpan(position + 4, length).ToArray(), random, other);
        BinaryPrimitives.WriteInt32BigEndian(table.AsSpan(position), term.Length);
        table = [.. table.AsSpan(0, position + 4), .. term, .. table.AsSpan(position + 4 + length)];
        if (random.Once(20))
        {
            table = ByteMutator.Mutate(table, random, other);
        }

        if (!random.Once(4))
        {
            return [0, 0, 0, 0, .. table];
        }

        var head = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(head, table.Length);
        return [.. head, .. Zlib.Compress(table)];
    }

    /// <summary>Changes code by compact terms: an operand, an opcode, or a number of many bytes.</summary>
    private static byte[] Code(byte[] code, FuzzRandom random, byte[] other)
    {
        var at = random.Below(code.Length);
        switch (random.Below(6))
        {
            case 0:
                var copy = (byte[])code.Clone();
                copy[at] = (byte)random.Below(190);
                return copy;
            case 1:
                copy = (byte[])code.Clone();
                copy[at] = (byte)((random.Below(16) << 4) | random.Below(8));
                return copy;
            case 2:
                var tag = random.Below(8);
                byte[] operand = random.Below(4) switch
                {
                    0 => [(byte)(tag | 0x08 | (random.Below(8) << 5)), (byte)random.Next()],
                    1 => [(byte)(tag | 0x18), (byte)random.Next(), (byte)random.Next()],
                    2 => [(byte)(tag | 0xF8), (byte)(random.Below(16) << 4), .. new byte[random.Below(20)]],
                    _ => [(byte)(7 | (random.Below(6) << 4)), (byte)(random.Below(16) << 4)],
                };
                return [.. code.AsSpan(0, at), .. operand, .. code.AsSpan(Math.Min(code.Length, at + random.Below(3)))];
            default:
                return ByteMutator.Mutate(code, random, other);
        }
    }
}
