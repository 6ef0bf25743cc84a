using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using FluentAssertions;
using Mochi.Otp.Archives;

namespace Mochi.Otp.Tests.Archives;

[TestClass]
public class Crc32Tests
{
    [TestMethod]
    [DataRow("", 0x00000000u)]
    [DataRow("a", 0xE8B7BE43u)]
    [DataRow("123456789", 0xCBF43926u)]
    [DataRow("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void Hash_of_a_published_vector(string text, uint expected) =>
        Crc32.HashToUInt32(Encoding.ASCII.GetBytes(text)).Should().Be(expected);

    [TestMethod]
    public void Agrees_with_the_platforms_gzip_for_every_length_and_alignment()
    {
        var bytes = new byte[600];
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)((index * 73) ^ (index >> 3));
        }

        for (var start = 0; start < 9; start++)
        {
            for (var length = 1; length + start <= bytes.Length; length += 1 + (length / 16))
            {
                var slice = bytes.AsSpan(start, length);
                Crc32.HashToUInt32(slice).Should().Be(ChecksumInGzipTrailer(slice), $"of {length} bytes at {start}");
            }
        }
    }

    [TestMethod]
    public void Appending_in_pieces_gives_the_hash_of_the_whole()
    {
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("beam me up ", 40)));
        for (var cut = 0; cut <= bytes.Length; cut += 7)
        {
            var crc = new Crc32();
            crc.Append(bytes.AsSpan(0, cut));
            crc.Append(bytes.AsSpan(cut));
            crc.GetCurrentHashAsUInt32().Should().Be(Crc32.HashToUInt32(bytes));
            crc.GetHashAndReset().Should().Equal(Crc32.Hash(bytes));
            crc.GetCurrentHashAsUInt32().Should().Be(0);
        }
    }

    [TestMethod]
    public void Bytes_are_least_significant_first()
    {
        var destination = new byte[6];
        Crc32.Hash("123456789"u8, destination).Should().Be(4);
        destination.Should().Equal(0x26, 0x39, 0xF4, 0xCB, 0, 0);
        FluentActions.Invoking(() => Crc32.Hash("1"u8, new byte[3])).Should().Throw<ArgumentException>();
    }

    private static uint ChecksumInGzipTrailer(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(packed.ToArray().AsSpan((int)packed.Length - 8));
    }
}
