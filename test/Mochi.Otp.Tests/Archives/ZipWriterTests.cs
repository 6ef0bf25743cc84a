using System.IO.Compression;
using System.Text;
using FluentAssertions;
using Mochi.BeamFile.Diagnostics;
using Mochi.Otp.Archives;

namespace Mochi.Otp.Tests.Archives;

[TestClass]
public class ZipWriterTests
{
    private static readonly ArchiveEntry[] Entries =
    [
        new("b/ebin/b.beam", Encoding.UTF8.GetBytes("second")),
        new("a/ebin/ä.beam", Encoding.UTF8.GetBytes("first")),
        new("empty", ReadOnlyMemory<byte>.Empty),
    ];

    [TestMethod]
    public void The_platforms_reader_finds_every_file()
    {
        using var archive = new ZipArchive(new MemoryStream(ZipWriter.Write(Entries)));
        archive.Entries.Select(entry => entry.FullName).Should().Equal("a/ebin/ä.beam", "b/ebin/b.beam", "empty");
        foreach (var entry in archive.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            var expected = Entries.Single(candidate => candidate.Name == entry.FullName).Content;
            reader.ReadToEnd().Should().Be(Encoding.UTF8.GetString(expected.Span));
            entry.Crc32.Should().Be(Crc32.HashToUInt32(expected.Span));
            entry.LastWriteTime.DateTime.Should().Be(new DateTime(1980, 1, 1));
            ((uint)entry.ExternalAttributes >> 16).Should().Be(Convert.ToUInt32("100644", 8));
            entry.CompressedLength.Should().Be(entry.Length);
        }
    }

    [TestMethod]
    public void The_order_in_which_files_are_given_does_not_show() =>
        ZipWriter.Write(Entries.Reverse().ToArray()).Should().Equal(ZipWriter.Write(Entries));

    [TestMethod]
    public void An_archive_without_files_is_its_end_record() => ZipWriter.Write([]).Should().HaveCount(22);

    [TestMethod]
    [DataRow("")]
    [DataRow("/etc/passwd")]
    [DataRow("a/../b")]
    [DataRow("a//b")]
    [DataRow("a\\b")]
    [DataRow("folder/")]
    public void A_name_that_leaves_the_archive_is_refused(string name)
    {
        var write = () => ZipWriter.Write([new ArchiveEntry(name, ReadOnlyMemory<byte>.Empty)]);
        write.Should().Throw<DiagnosticException>().Which.Diagnostic.Code.Should().Be("OT020");
    }

    [TestMethod]
    public void A_name_may_appear_once_only()
    {
        var write = () => ZipWriter.Write([Entries[0], Entries[1], Entries[0]]);
        write.Should().Throw<DiagnosticException>().WithMessage("*'b/ebin/b.beam' appears twice");
    }
}
