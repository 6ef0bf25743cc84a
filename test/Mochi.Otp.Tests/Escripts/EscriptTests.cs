using System.IO.Compression;
using System.Text;
using FluentAssertions;
using Mochi.Otp.Applications;
using Mochi.Otp.Escripts;

namespace Mochi.Otp.Tests.Escripts;

[TestClass]
public class EscriptTests
{
    private const string Header =
        "#!/usr/bin/env escript\n%% Mochi program\n%%! +fnu -escript main mochi_main -mochi_program mochi_user_shop\n";

    private static readonly OtpApplication Shop = new("mochi_user_shop", [new("ebin/mochi_user_shop.beam", new byte[99])]);
    private static readonly OtpApplication Runtime = new("mochi", [new("ebin/mochi_main.beam", new byte[5])]);

    [TestMethod]
    public void Is_a_header_of_three_lines_and_an_archive_of_all_applications()
    {
        var escript = Escript.Create("mochi_user_shop", [Shop, Runtime]);
        Encoding.ASCII.GetString(escript, 0, Header.Length).Should().Be(Header);
        using var archive = new ZipArchive(new MemoryStream(escript[Header.Length..]));
        archive.Entries.Select(entry => entry.FullName).Should().Equal(
            "mochi/ebin/mochi_main.beam", "mochi_user_shop/ebin/mochi_user_shop.beam");
    }

    [TestMethod]
    public void Is_an_executable_file_whatever_the_order_of_the_applications()
    {
        using var folder = new TemporaryFolder();
        Escript.Write(folder["shop"], "mochi_user_shop", [Runtime, Shop]);
        File.ReadAllBytes(folder["shop"]).Should().Equal(Escript.Create("mochi_user_shop", [Shop, Runtime]));
        Convert.ToString((int)File.GetUnixFileMode(folder["shop"]), 8).Should().Be("755");
    }
}
