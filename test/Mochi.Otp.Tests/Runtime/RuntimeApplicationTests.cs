using FluentAssertions;
using Mochi.Otp.Runtime;

namespace Mochi.Otp.Tests.Runtime;

[TestClass]
public class RuntimeApplicationTests
{
    [TestMethod]
    public void Is_what_lies_in_the_repositorys_ebin_folder()
    {
        var ebin = Path.Combine(RepositoryRoot(), "erlang-runtime", "ebin");
        var expected = Directory.Exists(ebin)
            ? Directory.GetFiles(ebin).Where(file => file.EndsWith(".beam", StringComparison.Ordinal)
                || file.EndsWith(".app", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray()
            : [];
        var application = RuntimeApplication.Load();
        application.Name.Should().Be("mochi");
        application.Files.Select(file => file.Path).Should()
            .Equal(expected.Select(file => $"ebin/{Path.GetFileName(file)}"));
        foreach (var (file, path) in application.Files.Zip(expected))
        {
            file.Content.ToArray().Should().Equal(File.ReadAllBytes(path));
        }
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Mochi.BeamAsm.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
