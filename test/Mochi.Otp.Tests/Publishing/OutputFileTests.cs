using FluentAssertions;
using Mochi.BeamFile.Diagnostics;
using Mochi.Otp.Publishing;

namespace Mochi.Otp.Tests.Publishing;

[TestClass]
public class OutputFileTests
{
    [TestMethod]
    [DataRow(false, "644")]
    [DataRow(true, "755")]
    public void Replaces_a_file_and_its_mode(bool executable, string mode)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["out"], "something older and longer");
        File.SetUnixFileMode(folder["out"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        OutputFile.Write(folder["out"], "new"u8, executable);
        File.ReadAllText(folder["out"]).Should().Be("new");
        Convert.ToString((int)File.GetUnixFileMode(folder["out"]), 8).Should().Be(mode);
        Directory.GetFileSystemEntries(folder.Root).Should().Equal(folder["out"]);
    }

    [TestMethod]
    public void Follows_a_symbolic_link()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["real"], "old");
        File.CreateSymbolicLink(folder["link"], "real");
        OutputFile.Write(folder["link"], "new"u8);
        File.ReadAllText(folder["real"]).Should().Be("new");
        new FileInfo(folder["link"]).LinkTarget.Should().Be("real");
    }

    [TestMethod]
    public void Writes_to_a_device_and_leaves_it_one()
    {
        OutputFile.Write("/dev/null", "gone"u8);
        File.ReadAllBytes("/dev/null").Should().BeEmpty();
    }

    [TestMethod]
    [DataRow("folder", "OT011", "this is a folder")]
    [DataRow("new/", "OT011", "this is a folder")]
    [DataRow("missing/out", "OT010", "no such folder")]
    [DataRow("file/out", "OT010", "no such folder")]
    public void Says_why_it_cannot_write(string name, string code, string reason)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["folder"]);
        File.WriteAllText(folder["file"], "");
        var before = TemporaryFolder.Describe(folder.Root);
        var write = () => OutputFile.Write(folder[name], "new"u8);
        var diagnostic = write.Should().Throw<DiagnosticException>().Which.Diagnostic;
        diagnostic.Code.Should().Be(code);
        diagnostic.Message.Should().Contain(reason);
        diagnostic.Hint.Should().NotBeNull();
        TemporaryFolder.Describe(folder.Root).Should().Be(before);
    }
}
