using System.Globalization;
using System.Numerics;
using FluentAssertions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Tests.Terms;

/// <summary>Integers of any size have the digits that the platform gives them, in much less time.</summary>
[TestClass]
public sealed class IntegerTextTests
{
    [TestMethod]
    public void Of_AnyLength_IsWhatThePlatformSays()
    {
        var ten = new BigInteger(10);
        foreach (var digits in new[] { 1, 18, 1000, 1023, 1024, 1025, 2047, 2048, 2049, 4096, 5000, 8191, 8192, 8193, 12_345 })
        {
            foreach (var value in new[]
            {
                BigInteger.Pow(ten, digits) - 1, BigInteger.Pow(ten, digits), BigInteger.Pow(ten, digits) + 7,
                BigInteger.Pow(3, digits * 2), -BigInteger.Pow(7, digits), BigInteger.One << (digits * 3),
            })
            {
                IntegerText.Of(value).Should().Be(value.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    [TestMethod]
    public void Of_AMillionBits_IsReadBack()
    {
        var large = (BigInteger.One << 1_000_000) - 1;
        var text = IntegerText.Of(large);

        text.Length.Should().Be(301_030);
        TermReader.Read(text).Equals(Term.Integer(large)).Should().BeTrue();
        TermPrinter.Print(Term.Integer(-large), 10).Should().Be("-" + text[..9] + "...");
    }
}
