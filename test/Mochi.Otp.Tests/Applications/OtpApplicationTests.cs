using FluentAssertions;
using Mochi.BeamFile.Diagnostics;
using Mochi.Otp.Applications;

namespace Mochi.Otp.Tests.Applications;

[TestClass]
public class OtpApplicationTests
{
    [TestMethod]
    public void Holds_its_modules_and_the_resource_file_in_order()
    {
        var application = OtpApplication.Create(
            new ApplicationDescription("shop", "1"),
            [new CompiledModule("zoo", new byte[] { 1 }), new CompiledModule("ant", new byte[] { 2 })]);
        application.Files.Select(file => file.Path).Should().Equal("ebin/ant.beam", "ebin/shop.app", "ebin/zoo.beam");
    }

    [TestMethod]
    [DataRow("zoo", "zoo")]
    [DataRow("zoo", "a/b")]
    [DataRow("zoo", "")]
    public void A_modules_name_is_a_file_name_and_unique(string first, string second)
    {
        var create = () => OtpApplication.Create(
            new ApplicationDescription("shop", "1"), [new CompiledModule(first, default), new CompiledModule(second, default)]);
        create.Should().Throw<DiagnosticException>().Which.Diagnostic.Code.Should().Be("OT002");
    }
}
