using FluentAssertions;
using Mochi.Otp.Runtime;

namespace Mochi.Otp.Tests.Runtime;

[TestClass]
public class RuntimeApplicationTests
{
    [TestMethod]
    public void Is_what_lies_in_the_repositorys_folders()
    {
        var root = Path.Combine(RepositoryRoot(), "erlang-runtime");
        var expected = Files(root, "ebin").Where(file => file.EndsWith(".beam", StringComparison.Ordinal)
            || file.EndsWith(".app", StringComparison.Ordinal)).Concat(Files(root, "priv")).ToArray();
        var application = RuntimeApplication.Load();
        application.Name.Should().Be("mochi");
        application.Files.Select(file => file.Path).Should()
            .Equal(expected.Select(file => Path.GetRelativePath(root, file).Replace('\\', '/')));
        foreach (var (file, path) in application.Files.Zip(expected))
        {
            file.Content.ToArray().Should().Equal(File.ReadAllBytes(path));
        }
    }

    private static IEnumerable<string> Files(string root, string folder)
    {
        var path = Path.Combine(root, folder);
        return Directory.Exists(path) ? Directory.GetFiles(path).Order(StringComparer.Ordinal) : [];
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
