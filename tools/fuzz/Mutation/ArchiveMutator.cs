using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Mochi.Fuzz;

/// <summary>Makes damaged archives: zip files, escripts, and tar archives, compressed or not; some of them bombs.</summary>
public sealed class ArchiveMutator
{
    private static readonly uint[] Numbers = [0, 1, 2, 8, 22, 30, 46, 255, 512, 65535, 65536, 1 << 20, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF];
    private readonly List<byte[]> _zips = [];
    private readonly List<byte[]> _tars = [];

    public ArchiveMutator(Corpus corpus)
    {
        var small = corpus.Seeds.OrderBy(seed => seed.Bytes.Length).Take(4).ToList();
        for (var count = 0; count < 3; count++)
        {
            _zips.Add(Zip(small, count, CompressionLevel.Optimal));
            _zips.Add(Zip(small, count, CompressionLevel.NoCompression));
            _tars.Add(Tar(small, count, TarEntryFormat.Ustar));
            _tars.Add(Tar(small, count, count == 1 ? TarEntryFormat.Gnu : TarEntryFormat.Pax));
        }
    }

    /// <summary>The archive that follows from these random numbers.</summary>
    public byte[] Make(FuzzRandom random)
    {
        if (random.Once(500))
        {
            return Bomb(random);
        }

        var isTar = random.Once(2);
        var archives = isTar ? _tars : _zips;
        var archive = archives[random.Below(archives.Count)];
        for (var left = 1 + random.Below(3); left > 0; left--)
        {
            archive = random.Once(3) ? ByteMutator.Mutate(archive, random, archives[random.Below(archives.Count)])
                : isTar ? Headed(archive, random) : Numbered(archive, random);
        }

        return isTar
            ? random.Once(3) ? Gzip(archive) : archive
            : random.Once(3) ? [.. "#!/usr/bin/env escript\n%%! -x\n"u8, .. archive] : archive;
    }

    private static byte[] Zip(List<Corpus.Seed> seeds, int count, CompressionLevel level)
    {
        using var output = new MemoryStream();
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var index = 0; index <= count; index++)
            {
                var entry = archive.CreateEntry($"a-1/ebin/m{index}.beam", level);
                entry.LastWriteTime = DateTimeOffset.UnixEpoch.AddYears(20);
                using var content = entry.Open();
                content.Write(seeds[index % seeds.Count].Bytes);
            }
        }

        return output.ToArray();
    }

    private static byte[] Tar(List<Corpus.Seed> seeds, int count, TarEntryFormat format)
    {
        using var output = new MemoryStream();
        using (var archive = new TarWriter(output, format, leaveOpen: true))
        {
            for (var index = 0; index <= count; index++)
            {
                var name = new string('d', format == TarEntryFormat.Ustar ? 1 : 120) + $"/m{index}.beam";
                TarEntry entry = format switch
                {
                    TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                    _ => new PaxTarEntry(TarEntryType.RegularFile, name),
                };
                entry.ModificationTime = DateTimeOffset.UnixEpoch;
                entry.DataStream = new MemoryStream(seeds[index % seeds.Count].Bytes);
                archive.WriteEntry(entry);
            }
        }

        return output.ToArray();
    }

    private static byte[] Gzip(byte[] content)
    {
        using var output = new MemoryStream();
        using (var zip = new GZipStream(output, CompressionLevel.Fastest))
        {
            zip.Write(content);
        }

        return output.ToArray();
    }

    /// <summary>Few bytes that expand to many: one entry, one entry listed many times, or a tar archive of zeros.</summary>
    private static byte[] Bomb(FuzzRandom random)
    {
        var zeros = new byte[1 << (12 + random.Below(random.Once(4) ? 12 : 6))];
        if (random.Once(3))
        {
            return Gzip([.. Tar([new Corpus.Seed(zeros, [])], 0, TarEntryFormat.Ustar), .. zeros]);
        }

        var archive = Zip([new Corpus.Seed(zeros, [])], 0, CompressionLevel.Fastest);
        return random.Once(2) ? archive : Repeated(archive, 1 + random.Below(64));
    }

    /// <summary>The entry of an archive, listed several times over the same data.</summary>
    private static byte[] Repeated(byte[] archive, int times)
    {
        var directory = archive.AsSpan().IndexOf("PK\u0001\u0002"u8);
        var end = archive.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        var entry = archive[directory..end];
        var repeated = new List<byte>(archive[..directory]);
        for (var index = 0; index < times; index++)
        {
            repeated.AddRange(entry);
        }

        var last = archive[end..];
        BinaryPrimitives.WriteUInt16LittleEndian(last.AsSpan(8), (ushort)times);
        BinaryPrimitives.WriteUInt16LittleEndian(last.AsSpan(10), (ushort)times);
        BinaryPrimitives.WriteInt32LittleEndian(last.AsSpan(12), entry.Length * times);
        return [.. repeated, .. last];
    }

    /// <summary>Changes a number in one of the records of a zip file.</summary>
    private static byte[] Numbered(byte[] archive, FuzzRandom random)
    {
        var copy = (byte[])archive.Clone();
        ReadOnlySpan<byte> mark = random.Below(4) switch
        {
            0 => "PK\u0003\u0004"u8,
            1 => "PK\u0005\u0006"u8,
            _ => "PK\u0001\u0002"u8,
        };
        var record = copy.AsSpan().LastIndexOf(mark);
        var at = record + 4 + random.Below(42);
        if (record < 0 || at + 4 > copy.Length)
        {
            return ByteMutator.Mutate(copy, random, archive);
        }

        var number = random.Once(3) ? (uint)random.Below(copy.Length) : Numbers[random.Below(Numbers.Length)];
        if (random.Once(2))
        {
            BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(at), (ushort)number);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(at), number);
        }

        return copy;
    }

    /// <summary>Changes a field of a header of a tar archive and makes its checksum right.</summary>
    private static byte[] Headed(byte[] archive, FuzzRandom random)
    {
        if (archive.Length < 512)
        {
            return ByteMutator.Mutate(archive, random, archive);
        }

        var copy = (byte[])archive.Clone();
        var header = copy.AsSpan(random.Below(copy.Length / 512) * 512, 512);
        var (start, length) = random.Below(6) switch
        {
            0 or 1 => (124, 12),
            2 => (156, 1),
            3 => (0, 100),
            4 => (136, 12),
            _ => (257, 88),
        };
        var field = header.Slice(start, length);
        switch (random.Below(4))
        {
            case 0:
                field[random.Below(length)] = (byte)random.Next();
                break;
            case 1:
                field[random.Below(length)] = (byte)('0' + random.Below(8));
                break;
            case 2:
                field.Fill((byte)"7 0\u00FFxLKgS"[random.Below(9)]);
                break;
            default:
                field[0] = 0x80;
                field[^1] = (byte)random.Next();
                break;
        }

        var sum = 8 * 32;
        for (var index = 0; index < 512; index++)
        {
            sum += index is >= 148 and < 156 ? 0 : header[index];
        }

        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ", header[148..156]);
        return copy;
    }
}
