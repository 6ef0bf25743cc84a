using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using FluentAssertions;
using Mochi.BeamDump;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.Tools.Tests.BeamDump;

/// <summary>Archives are opened as they are written, and damaged or too large ones are refused.</summary>
[TestClass]
public sealed class ArchiveInputTests
{
    private static readonly byte[] Content = Encoding.ASCII.GetBytes("FOR1 and so on");

    private static readonly ReadLimits Small = ReadLimits.Default with
    {
        ArchiveSize = 1 << 16,
        ArchiveEntries = 4,
        ArchiveEntrySize = 1 << 12,
        ArchiveModules = 1 << 13,
        ArchiveExpandedSize = 1 << 15,
    };

    [TestMethod]
    [DataRow(TarEntryFormat.V7)]
    [DataRow(TarEntryFormat.Ustar)]
    [DataRow(TarEntryFormat.Gnu)]
    [DataRow(TarEntryFormat.Pax)]
    public void Tar_OfEachKind_GivesItsModules(TarEntryFormat format)
    {
        var folder = new string('d', format == TarEntryFormat.V7 ? 60 : 120);
        var archive = Tar(format, ($"{folder}/b.beam", Content), ("README", new byte[700]), ("é.beam", []), ("a.beam", new byte[1024]));

        foreach (var (name, file) in new[] { ("x.tar", archive), ("x.tar.gz", Gzip(archive)) })
        {
            var sources = Open(name, file);
            sources.Select(source => source.Name).Should().Equal($"{name}:a.beam", $"{name}:{folder}/b.beam", $"{name}:é.beam");
            sources[0].Read().Should().Equal(new byte[1024]);
            sources[1].Read().Should().Equal(Content);
            sources[2].Read().Should().BeEmpty();
        }
    }

    [TestMethod]
    public void ZipAndScript_GiveTheirModules()
    {
        var archive = Zip(("m/ebin/a.beam", Content), ("m/ebin/m.app", [1, 2]));

        Open("m.ez", archive).Should().ContainSingle().Which.Read().Should().Equal(Content);
        Open("m", [.. "#!/usr/bin/env escript\n"u8, .. archive]).Should().ContainSingle().Which.Read().Should().Equal(Content);
        Open("m", [.. "#!/usr/bin/env escript\n"u8, .. Content]).Should().ContainSingle().Which.Read().Should().Equal(Content);
    }

    /// <summary>What the fuzzer found with the platform's reader: each of these was another exception, or took gigabytes.</summary>
    [TestMethod]
    [DataRow('0', "77777777777", DisplayName = "a size behind the end")]
    [DataRow('0', "-1", DisplayName = "no number")]
    [DataRow('0', "\u0080       \u0080", DisplayName = "a number in base 256 that is negative")]
    [DataRow('L', "77777777777", DisplayName = "a long name of eight gigabytes")]
    [DataRow('x', "77777777777", DisplayName = "an extended header of eight gigabytes")]
    [DataRow('S', "0", DisplayName = "a sparse file")]
    public void Tar_WithADamagedHeader_IsRefused(char kind, string size)
    {
        var header = new byte[512];
        Encoding.ASCII.GetBytes("a.beam", header);
        Encoding.Latin1.GetBytes(size, header.AsSpan(124));
        header[156] = (byte)kind;
        var sum = header.Sum(value => value) + (8 * ' ');
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8), header.AsSpan(148));

        Refused("a.tar", header).Should().Be("the archive is damaged");
        Refused("a.tar.gz", Gzip(header)).Should().Be("the archive is damaged");
    }

    [TestMethod]
    [DataRow("9999 path=a\n")]
    [DataRow("0 path=a\n")]
    [DataRow("-5 path=a\n")]
    [DataRow("99999999999 path=a\n")]
    [DataRow("path=a\n")]
    public void Tar_WithADamagedExtendedHeader_IsRefused(string record)
    {
        var good = Tar(TarEntryFormat.Pax, ("é.beam", Content));
        Encoding.ASCII.GetBytes(record.PadRight(30, 'x'), good.AsSpan(512));

        Refused("a.tar", good).Should().Be("the archive is damaged");
    }

    [TestMethod]
    public void Archive_ThatIsCutOff_IsRefused()
    {
        var archive = Tar(TarEntryFormat.Ustar, ("a.beam", new byte[600]));
        foreach (var length in new[] { 1, 100, 511, 513, 1000, 1111 })
        {
            Refused("a.tar", archive[..length]).Should().Be("the archive is damaged");
        }

        var zip = Zip(("a.beam", Content));
        Refused("a.ez", zip[..^5]).Should().Be("the archive is damaged");
        Refused("a.tar.gz", Gzip(archive)[..40]).Should().Be("the archive is damaged");
    }

    /// <summary>Bombs: each limit, reached with few bytes.</summary>
    [TestMethod]
    public void Bomb_IsRefused()
    {
        Refused("a.tar", new byte[(1 << 16) + 1]).Should().Be("the archive is larger than 65536 bytes");
        Refused("a.ez", Zip([.. Enumerable.Range(0, 5).Select(index => ($"{index}", Content))]))
            .Should().Be("the archive has more than 4 entries");
        Refused("a.tar", Tar(TarEntryFormat.Ustar, [.. Enumerable.Range(0, 5).Select(index => ($"{index}", Content))]))
            .Should().Be("the archive has more than 4 entries");
        Refused("a.ez", Zip([.. Enumerable.Range(0, 3).Select(index => ($"{index}.beam", new byte[4000]))]))
            .Should().Be("the modules of the archive have more than 8192 bytes");
        Refused("a.tar.gz", Gzip(Tar(TarEntryFormat.Ustar, ("a", new byte[1 << 16]))))
            .Should().Be("the archive expands to more than 32768 bytes");

        var entries = Open("a.ez", Zip(("a.beam", new byte[5000]), ("b.beam", Content)));
        var reading = entries[0].Read;
        reading.Should().Throw<DiagnosticException>().Which.Diagnostic.Should().BeEquivalentTo(
            new { Code = "MC054", Message = "the entry is larger than 4096 bytes", Place = new { File = "a.ez:a.beam" } });
        entries[1].Read().Should().Equal(Content);
    }

    private static List<InputSource> Open(string name, byte[] archive)
    {
        using var stream = new MemoryStream(archive);
        return ArchiveInput.TryRead(name, stream, Small)!;
    }

    private static string Refused(string name, byte[] archive)
    {
        var opening = () => Open(name, archive);
        var diagnostic = opening.Should().Throw<DiagnosticException>().Which.Diagnostic;
        diagnostic.Code.Should().Be("MC054");
        diagnostic.Place.File.Should().Be(name);
        return diagnostic.Message;
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var output = new MemoryStream();
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return output.ToArray();
    }

    private static byte[] Tar(TarEntryFormat format, params (string Name, byte[] Content)[] entries)
    {
        using var output = new MemoryStream();
        using (var archive = new TarWriter(output, format, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.V7 => new V7TarEntry(TarEntryType.V7RegularFile, name),
                    TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                    _ => new PaxTarEntry(TarEntryType.RegularFile, name),
                };
                using var data = new MemoryStream(content);
                entry.DataStream = data;
                archive.WriteEntry(entry);
            }
        }

        return output.ToArray();
    }

    private static byte[] Gzip(byte[] content)
    {
        using var output = new MemoryStream();
        using (var zip = new GZipStream(output, CompressionLevel.Optimal))
        {
            zip.Write(content);
        }

        return output.ToArray();
    }
}
