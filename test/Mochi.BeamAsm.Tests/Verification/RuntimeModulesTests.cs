using FluentAssertions;
using Mochi.BeamAsm.Verification;
using Mochi.BeamFile.Container;

namespace Mochi.BeamAsm.Tests.Verification;

/// <summary>The modules that every compiled program runs with are accepted.</summary>
[TestClass]
public sealed class RuntimeModulesTests
{
    [TestMethod]
    public void Runtime_is_accepted()
    {
        var files = Directory.GetFiles(Path.Combine(Repository(), "erlang-runtime", "ebin"), "*.beam");
        files.Should().HaveCountGreaterThan(15);
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            var result = ModuleVerifier.Verify(BeamModuleReader.Read(File.ReadAllBytes(file)).Require());
            result.Findings.Where(finding => finding.Rule.Code is not ("BV081" or "BV083")).Should().BeEmpty(file);
            result.IsAccepted.Should().BeTrue(file);
        }
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Mochi.BeamAsm.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests run outside of a checkout");
        }

        return folder;
    }
}
