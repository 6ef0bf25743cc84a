using FluentAssertions;
using Mochi.BeamFile.Diagnostics;
using Mochi.Otp.Applications;

namespace Mochi.Otp.Tests.Applications;

[TestClass]
public class ApplicationDirectoryTests
{
    private static readonly OtpApplication Shop = new("shop", [new("ebin/shop.app", new byte[] { 1, 2 })]);
    private static readonly OtpApplication Bank = new("bank", [new("ebin/bank.app", new byte[] { 3 })]);

    [TestMethod]
    public void Holds_the_applications_side_by_side_and_nothing_temporary()
    {
        using var folder = new TemporaryFolder();
        ApplicationDirectory.Write(folder["out"], [Shop, Bank]);
        Directory.GetFileSystemEntries(folder.Root).Should().Equal(folder["out"]);
        File.ReadAllText(folder["out/.mochi-output"]).Should().Be("mochi output 1\nbank/ebin/bank.app\nshop/ebin/shop.app\n");
        File.ReadAllBytes(folder["out/shop/ebin/shop.app"]).Should().Equal(1, 2);
        Convert.ToString((int)File.GetUnixFileMode(folder["out/shop/ebin/shop.app"]), 8).Should().Be("644");
        Convert.ToString((int)File.GetUnixFileMode(folder["out/shop/ebin"]), 8).Should().Be("755");
        Convert.ToString((int)File.GetUnixFileMode(folder["out"]), 8).Should().Be("755");
    }

    [TestMethod]
    public void An_application_without_files_is_an_empty_folder()
    {
        using var folder = new TemporaryFolder();
        ApplicationDirectory.Write(folder["out"], [new OtpApplication("mochi", [])]);
        Directory.Exists(folder["out/mochi/ebin"]).Should().BeTrue();
    }

    [TestMethod]
    public void Replaces_an_older_output_as_a_whole()
    {
        using var folder = new TemporaryFolder();
        ApplicationDirectory.Write(folder["out"], [Shop]);
        ApplicationDirectory.Write(folder["out/"], [Bank]);
        ApplicationDirectory.Write(folder["other"], [Bank]);
        Directory.Exists(folder["out/shop"]).Should().BeFalse();
        TemporaryFolder.Describe(folder["out"]).Should().Be(TemporaryFolder.Describe(folder["other"]));
        Directory.GetFileSystemEntries(folder.Root).Should().HaveCount(2);
    }

    [TestMethod]
    public void Fills_an_empty_folder()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["out"]);
        ApplicationDirectory.Write(folder["out"], [Shop]);
        File.Exists(folder["out/shop/ebin/shop.app"]).Should().BeTrue();
    }

    [TestMethod]
    [DataRow("notes.txt")]
    [DataRow("shop/ebin/extra.beam")]
    public void Leaves_a_folder_alone_that_holds_somebody_elses_file(string name)
    {
        using var folder = new TemporaryFolder();
        ApplicationDirectory.Write(folder["out"], [Shop]);
        File.WriteAllText(folder[$"out/{name}"], "mine");
        var before = TemporaryFolder.Describe(folder.Root);
        var write = () => ApplicationDirectory.Write(folder["out"], [Bank]);
        var diagnostic = write.Should().Throw<DiagnosticException>().Which.Diagnostic;
        diagnostic.Code.Should().Be("OT013");
        diagnostic.Message.Should().Contain($"'{name}'");
        diagnostic.Place.File.Should().Be(folder["out"]);
        TemporaryFolder.Describe(folder.Root).Should().Be(before);
    }

    [TestMethod]
    public void Is_never_written_over_a_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["out"], "mine");
        CodeOf(folder["out"]).Should().Be("OT012");
        File.ReadAllText(folder["out"]).Should().Be("mine");
    }

    [TestMethod]
    public void Needs_a_parent_folder()
    {
        using var folder = new TemporaryFolder();
        CodeOf(folder["missing/out"]).Should().Be("OT010");
        Directory.GetFileSystemEntries(folder.Root).Should().BeEmpty();
    }

    [TestMethod]
    public void Does_not_replace_the_folder_one_stands_in() => CodeOf(".").Should().Be("OT014");

    private static string CodeOf(string path)
    {
        var write = () => ApplicationDirectory.Write(path, [Shop]);
        return write.Should().Throw<DiagnosticException>().Which.Diagnostic.Code;
    }
}
