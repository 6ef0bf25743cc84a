using System.Globalization;
using FluentAssertions;
using Mochi.Fuzz;

namespace Mochi.BeamAsm.Tests.Fuzz;

/// <summary>A short run of the fuzzer with a fixed seed finds nothing.</summary>
[TestClass]
public sealed class FuzzerTests
{
    [TestMethod]
    public void DamagedFilesEndInDiagnostics()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var options = FuzzOptions.Parse(["--seed", "7", "--count", "3000", "--corpus", SeedFolder()]);

        new Fuzzer(options, output).Run().Should().Be(0, output.ToString());
        output.ToString().Should().Contain("3000 inputs");
    }

    [TestMethod]
    public void SameSeedMakesSameInputs()
    {
        var first = new FuzzTargets(Corpus.Read(SeedFolder(), 4096), []);
        var second = new FuzzTargets(Corpus.Read(SeedFolder(), 4096), []);
        for (var index = 0; index < first.All.Count; index++)
        {
            for (var input = 0; input < 100; input++)
            {
                first.All[index].Make(new FuzzRandom(3, input)).Should().Equal(second.All[index].Make(new FuzzRandom(3, input)));
            }
        }
    }

    [TestMethod]
    public void ExceptionIsAFindingThatShrinks()
    {
        static bool Run(byte[] input)
        {
            ArgumentOutOfRangeException.ThrowIfEqual(input.Contains((byte)9), true);
            return true;
        }

        var finding = Finding.Of([1, 2, 9, 4], Run, 1 << 20);

        finding.Should().NotBeNull();
        Shrinker.Shrink([1, 2, 9, 4], bytes => Finding.Of(bytes, Run, 1 << 20)?.Kind == finding!.Kind).Should().Equal(9);
        Finding.Of([1], _ => new byte[2 << 20].Length > 0, 1 << 20)!.Kind.Should().Be("memory");
    }

    private static string SeedFolder()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Mochi.BeamAsm.sln")))
        {
            root = root.Parent;
        }

        return Path.Combine(root!.FullName, "tools", "fuzz", "seeds");
    }
}
