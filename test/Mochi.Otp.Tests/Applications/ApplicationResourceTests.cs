using FluentAssertions;
using Mochi.BeamFile.Diagnostics;
using Mochi.Otp.Applications;

namespace Mochi.Otp.Tests.Applications;

[TestClass]
public class ApplicationResourceTests
{
    [TestMethod]
    public void A_library_application()
    {
        var description = new ApplicationDescription("mochi_user_hello", "1.0.0")
        {
            Description = "Says \"hello\"",
            Modules = ["mochi_user_hello", "Elixir.Odd", "end"],
            Applications = ["kernel", "stdlib", "mochi"],
        };
        ApplicationResource.Write(description).Should().Be(
            """
            {application, mochi_user_hello,
             [{description, "Says \"hello\""},
              {vsn, "1.0.0"},
              {modules, ['Elixir.Odd', 'end', mochi_user_hello]},
              {registered, []},
              {applications, [kernel, stdlib, mochi]}]}.

            """);
    }

    [TestMethod]
    public void An_application_with_processes()
    {
        var description = new ApplicationDescription("shop", "2")
        {
            Registered = ["shop_sup", "a'b\\c\n"],
            StartModule = "shop_app",
        };
        ApplicationResource.Write(description).Should()
            .Contain(@"{registered, [shop_sup, 'a\'b\\c\n']}").And
            .EndWith("{mod, {shop_app, []}}]}.\n");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("Shop")]
    [DataRow("1shop")]
    [DataRow("shop/ebin")]
    [DataRow("..")]
    public void A_name_that_cannot_be_a_folders_name_is_refused(string name)
    {
        var write = () => ApplicationResource.Write(new ApplicationDescription(name, "1"));
        write.Should().Throw<DiagnosticException>().Which.Diagnostic.Code.Should().Be("OT001");
    }
}
