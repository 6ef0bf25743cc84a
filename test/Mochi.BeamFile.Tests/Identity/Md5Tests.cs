using System.Security.Cryptography;
using System.Text;
using FluentAssertions;
using Mochi.BeamFile.Identity;

namespace Mochi.BeamFile.Tests.Identity;

[TestClass]
public class Md5Tests
{
    [TestMethod]
    [DataRow("", "d41d8cd98f00b204e9800998ecf8427e")]
    [DataRow("abc", "900150983cd24fb0d6963f7d28e17f72")]
    [DataRow("12345678901234567890123456789012345678901234567890123456789012345678901234567890",
        "57edf4a22be3c955ac49da2e2107b67a")]
    public void Hashes_the_vectors_of_the_standard(string text, string expected) =>
        Convert.ToHexStringLower(Md5.Hash(Encoding.ASCII.GetBytes(text))).Should().Be(expected);

#pragma warning disable CA5351 // The platform's MD5 is what this one is compared with.
    [TestMethod]
    public void Agrees_with_the_platform_for_every_length_and_split()
    {
        var data = new byte[300];
        for (var index = 0; index < data.Length; index++)
        {
            data[index] = (byte)(index * 181 >> 1);
        }

        for (var length = 0; length <= data.Length; length++)
        {
            var expected = MD5.HashData(data.AsSpan(0, length));
            var split = length * 7 % (length + 1);
            var hash = new Md5();
            hash.Append(data.AsSpan(0, split));
            hash.Append(data.AsSpan(split, length - split));
            hash.Finish().Should().Equal(expected, $"that is the hash of {length} bytes in two pieces");
        }
    }
#pragma warning restore CA5351
}
