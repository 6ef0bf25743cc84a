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
        var options = FuzzOptions.Parse(["--seed", "7", "--count", "2000", "--corpus", RuntimeFolder()]);

        new Fuzzer(options, output).Run().Should().Be(0, output.ToString());
        output.ToString().Should().Contain("2000 inputs");
    }

    [TestMethod]
    public void SameSeedMakesSameInputs()
    {
        var mutator = new FileMutator(Corpus.Read(RuntimeFolder(), 4096));
        for (var input = 0; input < 200; input++)
        {
            mutator.Make(new FuzzRandom(3, input)).Should().Equal(mutator.Make(new FuzzRandom(3, input)));
        }
    }

    [TestMethod]
    public void ExceptionIsAFindingThatShrinks()
    {
        static void Run(byte[] input) => ArgumentOutOfRangeException.ThrowIfEqual(input.Contains((byte)9), true);
        var finding = Finding.Of([1, 2, 9, 4], Run, 1 << 20);

        finding.Should().NotBeNull();
        Shrinker.Shrink([1, 2, 9, 4], bytes => Finding.Of(bytes, Run, 1 << 20)?.Kind == finding!.Kind).Should().Equal(9);
        Finding.Of([1], _ => GC.KeepAlive(new byte[2 << 20]), 1 << 20)!.Kind.Should().Be("memory");
    }

    private static string RuntimeFolder()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Mochi.BeamAsm.sln")))
        {
            root = root.Parent;
        }

        return Path.Combine(root!.FullName, "erlang-runtime", "ebin");
    }
}
