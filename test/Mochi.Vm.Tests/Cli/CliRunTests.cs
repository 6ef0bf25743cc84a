using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.Tools.Tests.Cli;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Cli;

/// <summary>Runs the cases of <c>test/cli/run</c>, which start programs, with each OTP release.</summary>
[TestClass]
public class CliRunTests
{
    public static IEnumerable<object[]> Cases() => CliCase.In("run").Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Does_what_its_file_says(string name)
    {
        var test = new CliCase(name);
        foreach (var release in new[] { AssemblyDialect.Otp27, AssemblyDialect.Otp29 })
        {
            var programs = Path.Combine(OtpRoot.Of(release), "bin");
            var actual = test.Run([programs], ("MOCHI_ERL", Path.Combine(programs, "erl")));

            // What OTP 27 gives is what both must give.
            if (CliCase.IsBlessing && release == AssemblyDialect.Otp27)
            {
                test.Bless(actual);
            }

            actual.Should().Be(test.Expected, $"that is expected with {release}");
        }
    }
}
